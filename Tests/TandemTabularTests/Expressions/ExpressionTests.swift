import TandemNumerics
import TandemTabular
import Testing

@Suite struct ExpressionTests {
    private static let row: [String: JSONValue] = [
        "amount": 2500, "fee": -2, "country": "DE", "first order": true, "text": "Check OUT my channel", "zero": 0,
        "list": [1],
    ]

    @Test(arguments: [
        "amount > 2000", "amount - 500 = 2000", "amount / 2 + 1 >= 1251", "2 * (amount + 10) < 5021", "amount % 7 = 1",
        "-fee = 2", "fee = -2",
        "fee < - 1", "amount > fee", "amount -fee = 2502", "country in ('FR', 'DE')", "country not in ('FR')",
        "fee in (-2, 3)", "text contains 'out MY'",
        "text not contains 'zzz'", "text starts_with 'check'", "text ends_with \"CHANNEL\"",
        "text matches /check.*my/i", "text matches \"OUT\"",
        "text not matches /^my/", "length(country) = 2", "words(text) = 4", "lower(country) = 'de'",
        "length(lower(text)) > 5", "`first order` = true",
        "`first order`", "not not `first order`", "nothing is missing", "list is not missing", "true", "'a' < 'b'",
        "text matches /a\\/b|OUT/",
        "amount>1 and(country='DE')or false", "+amount = 2500", "1 + 2 * 3 = 7", "(1 + 2) * 3 = 9", "10 - 2 - 3 = 5",
    ])
    func `what fits the row holds`(_ source: String) throws {
        #expect(try Expression(source).holds(Self.row) == true)
    }

    @Test(arguments: [
        "nothing > 1", "amount / zero = 1", "amount % zero = 0", "country > 5", "nothing contains 'x'", "not nothing",
        "nothing and true",
        "nothing or false", "length(nothing) > 1", "list = 1", "nothing in (1)", "amount = 'x' or nothing",
        "1e308 * 10 * amount > 1",
    ])
    func `what cannot be said is neither true nor false`(_ source: String) throws {
        #expect(try Expression(source).holds(Self.row) == nil)
    }

    @Test func `and is false when either side is, or is true when either side is, whatever is missing`() throws {
        #expect(try Expression("nothing > 1 and amount < 0").holds(Self.row) == false)
        #expect(try Expression("nothing > 1 or amount > 0").holds(Self.row) == true)
    }

    private static let columns: [String: ExpressionType] = [
        "amount": .number, "note": .text, "flag": .flag, "fee": .number,
    ]

    @Test(arguments: [
        ("amout > 1", 1, "no column amout"), ("amount >", 9, "Expected a number"),
        ("amount + note > 1", 10, "calculates with numbers"),
        ("length(amount) > 1", 8, "asked of text"), ("size(note) > 1", 1, "no function size"),
        ("note matches /(/", 15, "never closed"),
        ("note matches /abc", 14, "never closed"), ("note matches 5", 14, "regular expression"),
        ("amount matches /a/", 16, "Only text can match"),
        ("amount", 7, "Expected a comparison"), ("amount and flag", 8, "Expected a comparison"),
        ("amount > 1 fee", 12, "should end here"),
        ("1 < amount < 3", 12, "should end here"), ("flag < true", 6, "no order"), ("note = amount", 8, "holds a text"),
        ("-note > 1", 2, "calculates"),
        ("amount = = 1", 10, "Expected a number"), ("note not 5", 10, "After “not”"), ("(amount > 1", 12, "closing )"),
        ("length(note > 1", 13, "closing )"),
        ("amount > 1 and", 15, "Expected a number"), ("note in ()", 10, "Expected a number"),
        ("note starts_with 5", 18, "Only text"), ("amount > 1 # x", 12, "means nothing"),
    ])
    func `a malformed expression is refused with place and remedy`(_ source: String, _ column: Int, _ part: String) {
        let error = #expect(throws: ExpressionError.self) { try Expression(source, columns: .typed(Self.columns)) }
        #expect(
            error?.column == column && error?.message.contains(part) == true, "\(source): \(String(describing: error))")
    }

    @Test func `types of columns are told by their use, and a contradiction is named`() throws {
        let expression = try Expression("a > 1 and b contains 'x' and c = true and d = e and f", columns: .inferred)
        #expect(expression.columns == ["a", "b", "c", "d", "e", "f"])
        #expect(expression.columnTypes == [.number, .text, .flag, nil, nil, .flag])
        let error = #expect(throws: ExpressionError.self) {
            try Expression("a > 1 or a contains 'x'", columns: .inferred)
        }
        #expect(error?.message.contains("`a` is a number") == true, "\(String(describing: error))")
    }

    @Test func `nesting and length beyond any use are refused, not crashed on`() throws {
        for source in ["((((", "not ", "- "].map({ String(repeating: $0, count: 2_000) + "x > 1" }) {
            #expect(throws: ExpressionError.self) { try Expression(source) }
        }
        #expect(throws: ExpressionError.self) { try Expression(String(repeating: "a", count: 20_000)) }
        let long = (0..<1_000).map { _ in "1 + " }.joined() + "1 = 1001"
        #expect(try Expression(long).holds([:]) == true)
    }

    @Test func `over columns it says what it says row by row`() throws {
        var random = SplitMix64(seed: 9)
        let rows = 2_500
        let words = ["", "Check out", "naïve ÉTÉ", "song", "http://x.y", "a b c d e"]
        let numbers = (0..<rows).map { _ in random.below(5) == 0 ? Double.nan : Double(random.below(7)) - 2 }
        let texts = (0..<rows).map { _ in words[random.below(words.count)] }
        let others = (0..<rows).map { _ in words[random.below(words.count)] }
        let flags = (0..<rows).map { _ in Int8(random.below(3)) - 1 }
        let columns: [String: ExpressionColumn] = [
            "n": .numbers(numbers), "t": .texts(texts), "u": .texts(others), "f": .flags(flags),
        ]
        var kinds: Set<Int8> = []
        for _ in 0..<400 {
            let source = Self.random(&random, depth: 3)
            let expression = try Expression(source)
            let answers = expression.holds(rows: 0..<rows) { columns[$0] }
            for row in stride(from: 0, to: rows, by: 17) {
                let one = expression.holds { columns[$0]?[row] ?? .missing }
                #expect(answers[row] == (one.map { $0 ? 1 : 0 } ?? -1), "\(source) in row \(row)")
                kinds.insert(answers[row])
            }
        }
        #expect(kinds.count == 3)
    }

    @Test func `random text is read or refused, never crashed on`() {
        var random = SplitMix64(seed: 21)
        let pieces = [
            "a", "1", "\"x\"", "and", "or", "not", "(", ")", ",", "in", "is", "missing", "matches", "/a+/", "contains",
            "+", "-", "*", "/", "%", "<", "=", "!=",
            "length(", "lower(", "true", "`b", "`c`", "'", "é", "->", "…", "\\", "starts_with",
        ]
        var refused = 0
        for _ in 0..<20_000 {
            let source = (0..<random.below(12)).map { _ in pieces[random.below(pieces.count)] }.joined(separator: " ")
            do throws(ExpressionError) { _ = try Expression(source, columns: .inferred).holds(["a": 1]) } catch {
                refused += 1
            }
        }
        #expect(refused > 5_000 && refused < 20_000)
    }

    private static func random(_ random: inout SplitMix64, depth: Int) -> String {
        let leaves = [
            "n > 1", "n + 1 <= 2 * n", "n / n = 1", "-n in (-2, 1)", "t = u", "t < u", "t contains 'out'",
            "t starts_with 'na'", "t ends_with u", "u contains t",
            "t matches /\\bs|é/i", "t in ('song', 'http://x.y')", "f", "f = true", "f != f", "n is missing",
            "t is missing", "f is missing",
            "length(t) > 4", "words(u) = 2", "lower(t) = 'song'", "n = t", "missingcolumn = 1", "t = ''", "n % 2 = 1",
            "'song' = t", "3 in (3)",
        ]
        guard depth > 0, random.below(4) > 0 else { return leaves[random.below(leaves.count)] }
        let one = Self.random(&random, depth: depth - 1)
        return switch random.below(3) {
        case 0: "not (\(one))"
        case 1: "(\(one)) and (\(Self.random(&random, depth: depth - 1)))"
        default: "(\(one)) or (\(Self.random(&random, depth: depth - 1)))"
        }
    }
}
