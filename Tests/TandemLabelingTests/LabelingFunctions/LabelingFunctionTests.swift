import TandemLabeling
import TandemModeling
import TandemTabular
import Testing

@Suite struct LabelingFunctionTests {
    private static func model() throws -> ModelArtifact {
        let rows: [[String: JSONValue]] = (0..<40).map {
            ["x": .number(Double($0)), "kind": .string($0 % 2 == 0 ? "a" : "b")]
        }
        let schema = try Schema([Column("x", .number), Column("kind", .category)])
        let frame = try Frame(schema: schema, rows: rows)
        return try LogisticRegression().fit(
            TrainingSet(frame: frame, labels: (0..<40).map { $0 < 20 ? "low" : "high" }), seed: 1)
    }

    private static let descriptions: [JSONValue] = [
        ["name": "k", "keyword": ["win", "free money"], "column": ["title", "body"], "label": "spam"],
        ["name": "p", "keyword": "WIN", "column": "title", "label": "spam", "match": "part", "ignore_case": false],
        ["name": "r", "regex": "https?://", "column": "body", "label": "spam", "ignore_case": true],
        ["name": "e", "when": "amount > 100 and country != 'DE'", "label": "spam", "otherwise": "ham"],
        ["name": "l", "lookup": ["ES": "ham", "FR": "spam"], "column": "country", "ignore_case": true],
        ["name": "b", "probability": "p_spam", "at_least": 0.9, "label": "spam", "at_most": 0.1, "otherwise": "ham"],
        ["name": "f", "label_from": "old", "names": ["y": "spam", "n": "ham"], "abstain": "?"],
        ["name": "g", "label_from": "old", "abstain": "?"],
    ]

    private static let rows: [[String: JSONValue]] = [
        ["title": "You win", "body": "", "amount": 500, "country": "fr", "p_spam": 0.95, "old": "y"],
        ["title": "hello", "body": "FREE money at HTTPS://x", "amount": 5, "country": "ES", "p_spam": 0.5, "old": "?"],
        ["title": "WINDOW", "amount": 101, "country": "DE", "p_spam": 0.1, "old": "n"],
        ["title": "", "old": ""],
    ]

    private static let expected: [String: [String?]] = [
        "k": ["spam", "spam", nil, nil], "p": [nil, nil, "spam", nil], "r": [nil, "spam", nil, nil],
        "e": ["spam", "ham", "ham", nil], "l": ["spam", "ham", nil, nil], "b": ["spam", nil, "ham", nil],
        "f": ["spam", nil, "ham", nil], "g": ["y", nil, "n", nil],
    ]

    @Test func `every kind of function labels rows or abstains, and reads back from its JSON`() throws {
        for description in Self.descriptions {
            let function = try LabelingFunction(json: description)
            #expect(try Self.rows.map { try function.evaluate($0) } == Self.expected[function.name], "\(function.name)")
            #expect(try LabelingFunction(json: function.json) == function)
        }
    }

    @Test func `over columns functions vote as they do row by row`() throws {
        let functions = try Self.descriptions.map { try LabelingFunction(json: $0) }
        let repeated = (0..<40_000).map { Self.rows[$0 % 4] }
        let run = LabelingRun(functions, threads: 2)
        let votes = try run.votes(rowCount: repeated.count, labels: ["ham"]) { name, type in
            switch type {
            case .number: .numbers(repeated.map { $0[name]?.number ?? .nan })
            case .text: .texts(repeated.map { $0[name]?.string ?? "" })
            case .flag: nil
            }
        }
        #expect(votes.labels == ["ham", "spam", "y", "n"])
        for (function, column) in zip(functions, votes.columns) {
            for row in [0, 1, 2, 3, 32_767, 32_768, 39_999] {
                let label = column[row] < 0 ? nil : votes.labels[Int(column[row])]
                #expect(label == Self.expected[function.name]?[row % 4], "\(function.name) in row \(row)")
            }
        }
    }

    @Test func `a model votes where it is sure, and says which row it cannot read`() throws {
        let json: JSONValue = [
            "name": "m", "model": try Self.model().json, "class": "high", "at_least": 0.9, "label": "yes",
            "at_most": 0.1,
            "otherwise": "no",
        ]
        let function = try LabelingFunction(json: json)
        #expect(try LabelingFunction(json: function.json) == function)
        #expect(
            try function.evaluate(["x": 39, "kind": "a"]) == "yes" && function.evaluate(["x": 0, "kind": "b"]) == "no")
        #expect(try function.evaluate(["x": 19.5, "kind": "a"]) == nil)
        let columns: [String: ExpressionColumn] = ["x": .texts(["39", "0", "19.5"]), "kind": .texts(["a", "b", "a"])]
        let votes = try LabelingRun([function]).votes(rowCount: 3) { name, _ in columns[name] }
        #expect(votes.columns == [[0, 1, -1]])
        let bad = #expect(throws: RowProblem.self) {
            try LabelingRun([function]).votes(rowCount: 2) { name, _ in name == "x" ? .texts(["1", "many"]) : nil }
        }
        #expect(bad?.line == 2 && bad?.column == "x")
    }

    @Test(
        arguments: [
            (["keyword": "x"], nil, "name", "needs a name"), ("x", nil, nil, "is an object"),
            (["name": "f"], "f", nil, "has none"),
            (["name": "f", "keyword": "x", "regex": "y"], "f", "regex", "keyword and regex"),
            (["name": "f", "keyword": "x", "label": "a"], "f", "keyword", "column is missing"),
            (["name": "f", "keyword": [], "column": "c", "label": "a"], "f", "keyword", "a list of texts"),
            (["name": "f", "keyword": "x", "colum": "c", "label": "a"], "f", "colum", "no member"),
            (["name": "f", "keyword": "x", "column": "c", "label": "a", "match": "all"], "f", "match", "“word”"),
            (
                ["name": "f", "keyword": "x", "column": "c", "label": "a", "ignore_case": "yes"], "f", "ignore_case",
                "true or false"
            ),
            (["name": "f", "regex": "(", "column": "c", "label": "a"], "f", "regex", "character 1"),
            (["name": "f", "when": "a > > 1", "label": "a"], "f", "when", "character 5"),
            (["name": "f", "lookup": "x", "column": "c"], "f", "lookup", "object of names"),
            (["name": "f", "lookup": [:], "column": "c"], "f", "lookup", "is empty"),
            (["name": "f", "probability": "p", "label": "a"], "f", "probability", "at_least is missing"),
            (["name": "f", "probability": "p", "label": "a", "at_least": 2], "f", "at_least", "from 0 to 1"),
            (
                ["name": "f", "probability": "p", "label": "a", "at_least": 0.5, "at_most": 0.6, "otherwise": "b"], "f",
                "at_most", "below"
            ),
            (
                ["name": "f", "probability": "p", "label": "a", "at_least": 0.5, "at_most": 0.4], "f", "at_most",
                "together"
            ),
            (["name": "f", "model": [:], "class": "a", "at_least": 0.5, "label": "a"], "f", "model", "no model"),
        ] as [(JSONValue, String?, String?, String)])
    func `a malformed description is refused with function and member`(
        _ json: JSONValue, _ name: String?, _ member: String?, _ part: String
    ) {
        let error = #expect(throws: LabelingFunctionError.self) { try LabelingFunction(json: json) }
        #expect(
            error?.function == name && error?.member == member && error?.message.contains(part) == true,
            "\(String(describing: error))")
    }
}
