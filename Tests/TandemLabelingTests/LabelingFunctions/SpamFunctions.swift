import TandemLabeling
import TandemTabular

/// The functions of Snorkel's spam tutorial that need no model of their own, and some more of that kind; the same as in
/// scripts/reference/weaksupervision.py.
enum SpamFunctions {
    private static func keyword(_ name: String, _ words: JSONValue, _ label: JSONValue) -> JSONValue {
        ["name": .string(name), "keyword": words, "match": "part", "column": "CONTENT", "label": label]
    }

    private static func regex(_ name: String, _ pattern: JSONValue, _ label: JSONValue) -> JSONValue {
        ["name": .string(name), "regex": pattern, "ignore_case": true, "column": "CONTENT", "label": label]
    }

    private static func when(_ name: String, _ condition: JSONValue, _ label: JSONValue) -> JSONValue {
        ["name": .string(name), "when": condition, "label": label]
    }

    static let descriptions: [JSONValue] = [
        keyword("my", "my", "1"), keyword("subscribe", "subscribe", "1"), keyword("link", "http", "1"),
        keyword("please", ["please", "plz"], "1"), keyword("song", "song", "0"), regex("check_out", "check.*out", "1"),
        when("short", "words(CONTENT) < 5", "0"),
        regex("praise", #"\b(love|best|awesome|amazing|great|beautiful)\b"#, "0"),
        regex("channel", #"\b(my|our) channel\b"#, "1"), regex("views", #"\b(views?|billion|million)\b"#, "0"),
        regex("money", #"\b(money|free|earn|cash|giveaway|win)\b"#, "1"),
        when("long", "length(CONTENT) > 200", "1"), when("very_short", "length(CONTENT) < 30", "0"),
    ]

    static func all() throws -> [LabelingFunction] { try descriptions.map { try LabelingFunction(json: $0) } }
}
