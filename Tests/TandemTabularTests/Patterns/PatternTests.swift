import Foundation
import TandemNumerics
import TandemTabular
import Testing

@Suite struct PatternTests {
    @Test(arguments: [
        ("abc", "xxabcxx"), ("a.c", "a-c"), ("^abc$", "abc"), ("[a-c]+d", "zzabcd"), ("[^a-c]", "abcd"),
        ("colou?r", "color"),
        ("a{2,3}", "caab"), ("a{2}", "baa"), ("a{2,}$", "aaaa"), ("(?:ab|cd)+e", "abcde"), ("\\d+", "order 66"),
        ("\\bcat\\b", "a cat!"),
        ("\\w\\s\\w", "a b"), ("(?i)HELLO", "say hello"), ("\\x41\\u0042\\x{43}", "ABC"), ("a|", ""), ("\\.", "."),
        ("[]x]", "]"),
        ("[a\\-z]", "-"), ("x{,3}", "x{,3}"), ("über", "ein über"), ("(?i)ÜBER", "über"), ("😀+", "ha 😀😀"),
        ("é", "caf\u{E9}"),
        ("\\bстоп\\b", "знак стоп тут"), ("(a*)*b", "aaab"), ("^$", ""), ("a??b", "ab"), ("\\Bat", "cat"),
        ("[\\d_]+", "a_1"), ("[^\\s]", " x"),
        ("check.*out", "CHECK check it out"),
    ])
    func `a pattern is found where it is`(_ pattern: String, _ text: String) throws {
        #expect(try Pattern(pattern).isFound(in: text))
    }

    @Test(arguments: [
        ("abc", "abd"), ("^abc", "xabc"), ("abc$", "abcx"), ("a.c", "a\nc"), ("\\bcat\\b", "concatenate"),
        ("\\d", "none"), ("[^a-c]", "abc"),
        ("a{3}", "aa"), ("HELLO", "hello"), ("^$", "x"), ("\\Bat", "at"), ("x+y", "xxx"), ("\\bat", "ätat"),
    ])
    func `a pattern is not found where it is not`(_ pattern: String, _ text: String) throws {
        #expect(try !Pattern(pattern).isFound(in: text))
    }

    @Test(arguments: [
        ("(ab", 1, "never closed"), ("ab)", 3, "closes nothing"), ("*a", 1, "nothing before"), ("a**", 3, "Two counts"),
        ("a++", 3, "Possessive"),
        ("(a)\\1", 4, "back references"), ("(?=a)", 1, "look-around"), ("(?<n>a)", 1, "look-around"),
        ("[a", 1, "never closed"),
        ("[z-a]", 5, "ends before it starts"), ("a{3,2}", 2, "ends before it starts"), ("a{2", 4, "not closed"),
        ("a\\", 2, "means nothing"),
        ("\\q", 1, "means nothing"), ("\\x4", 1, "hexadecimal"), ("a{2000}", 2, "at most"),
        ("^*", 1, "cannot be repeated"), ("[[:alpha:]]", 2, "not supported"),
        ("((a{1000}){1000}){1000}", 1, "too large"),
    ])
    func `a malformed or unsupported pattern is refused with place and remedy`(
        _ pattern: String, _ column: Int, _ part: String
    ) {
        let error = #expect(throws: PatternError.self) { try Pattern(pattern) }
        #expect(
            error?.column == column && error?.message.contains(part) == true, "\(pattern): \(String(describing: error))"
        )
    }

    @Test func `groups nested beyond any use are refused, not crashed on`() {
        #expect(throws: PatternError.self) { try Pattern(String(repeating: "(", count: 9_000)) }
        #expect(throws: PatternError.self) { try Pattern(String(repeating: "a", count: 20_000)) }
    }

    /// Backtracking engines need more steps here than the universe has seconds; a time limit is only there for them.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: ["(a+)+$", "(a|aa)+$", "(.*)*x$", "(a?){30}a{30}$", "^(([a-z])+.)+[A-Z]([a-z])+$"])
    func `patterns that make others explode take time proportional to the text`(_ pattern: String) throws {
        let found = try Pattern(pattern).isFound(in: String(repeating: "a", count: 200_000) + "!")
        #expect(!found)
    }

    @Test(.timeLimit(.minutes(1))) func `a pattern with more states than are kept still finds what it should`() throws {
        // 2^15 deterministic states; the table is emptied several times on the way.
        let pattern = try Pattern("a[ab]{15}c")
        var random = SplitMix64(seed: 3)
        var text = ""
        for _ in 0..<60_000 { text.append(random.below(2) == 0 ? "a" : "b") }
        #expect(!pattern.isFound(in: text))
        #expect(pattern.isFound(in: text + "a" + String(repeating: "b", count: 15) + "c"))
    }

    @Test func `random patterns find what the system's engine finds`() throws {
        var random = SplitMix64(seed: 11)
        var compared = 0
        for _ in 0..<3_000 {
            let pattern = Self.randomPattern(&random, depth: 3)
            guard let mine = try? Pattern(pattern), let other = try? NSRegularExpression(pattern: pattern) else {
                continue
            }
            var matcher = PatternMatcher(mine)
            for _ in 0..<8 {
                let text = String((0..<random.below(9)).map { _ in Self.letters[random.below(Self.letters.count)] })
                let range = NSRange(text.startIndex..., in: text)
                let expected = other.firstMatch(in: text, range: range) != nil
                #expect(matcher.isFound(in: text) == expected, "/\(pattern)/ in \"\(text)\"")
                compared += 1
            }
        }
        #expect(compared > 10_000)
    }

    @Test func `random bytes as patterns are read or refused, never crashed on`() {
        var random = SplitMix64(seed: 5)
        let signs = Array("ab\\()[]{}|*+?^$.-,:1290dwsbBxué")
        var refused = 0
        for _ in 0..<20_000 {
            let pattern = String((0..<random.below(14)).map { _ in signs[random.below(signs.count)] })
            do throws(PatternError) { _ = try Pattern(pattern).isFound(in: "ab1 é") } catch { refused += 1 }
        }
        #expect(refused > 1_000 && refused < 20_000)
    }

    @Test func `words are found whole or as parts, with signs at their ends too`() throws {
        let whole = try Pattern(anyOf: ["win", "c++", "free money"], wholeWords: true, ignoresCase: true)
        #expect(
            whole.isFound(in: "You WIN!") && whole.isFound(in: "I like C++.") && whole.isFound(in: "Free money here"))
        #expect(!whole.isFound(in: "window") && !whole.isFound(in: "freemoney"))
        #expect(try Pattern(anyOf: ["win"], wholeWords: false, ignoresCase: false).isFound(in: "window"))
        #expect(throws: PatternError.self) { try Pattern(anyOf: ["", ""], wholeWords: true, ignoresCase: true) }
        let many = try Pattern(anyOf: (0..<5_000).map { "word\($0)x" }, wholeWords: true, ignoresCase: true)
        #expect(many.isFound(in: "a word4711x b") && !many.isFound(in: "word5001x"))
    }

    private static let letters = Array("ab1 é_")

    private static func randomPattern(_ random: inout SplitMix64, depth: Int) -> String {
        let atoms = ["a", "b", "1", "é", ".", "\\w", "\\s", "[ab]", "[^a]", "\\d", "_", "[a-b1]"]
        var pattern = ""
        for _ in 0...random.below(3) {
            switch random.below(depth > 0 ? 7 : 4) {
            case 4:
                pattern +=
                    "(\(randomPattern(&random, depth: depth - 1)))" + ["", "*", "+", "?", "{0,2}"][random.below(5)]
            case 5:
                pattern += "(?:\(randomPattern(&random, depth: depth - 1))|\(randomPattern(&random, depth: depth - 1)))"
            case 6: pattern += ["^", "$"][random.below(2)]
            default: pattern += atoms[random.below(atoms.count)] + ["", "", "*", "+", "?", "{2}"][random.below(6)]
            }
        }
        return pattern
    }
}
