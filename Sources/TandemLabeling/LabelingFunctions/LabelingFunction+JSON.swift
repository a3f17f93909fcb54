import TandemModeling
import TandemTabular

extension LabelingFunction {
    /// The members that say what kind of function it is.
    public static let kinds = ["keyword", "regex", "when", "lookup", "probability", "model", "label_from"]

    /// Reads a function from an object: `name`, one member of ``kinds``, and what belongs to that.
    ///
    /// | kind | members |
    /// |---|---|
    /// | `keyword`: a word or a list | `column` (one or a list), `label`, `match` (`word` or `part`), `ignore_case` (true) |
    /// | `regex`: see ``Pattern`` | `column`, `label`, `ignore_case` (false) |
    /// | `when`: see ``Expression`` | `label`, `otherwise` |
    /// | `lookup`: an object of value and label | `column`, `ignore_case` (false) |
    /// | `probability`: a column | `at_least`, `label`, `at_most`, `otherwise` |
    /// | `model`: a model artifact | `class`, `at_least`, `label`, `at_most`, `otherwise` |
    /// | `label_from`: a column | `names` (an object of old and new label), `abstain` |
    public init(json: JSONValue) throws(LabelingFunctionError) {
        let reader = try FunctionReader(json)
        self.init(name: reader.name, rule: try reader.rule())
    }

    /// The function as `init(json:)` reads it.
    public var json: JSONValue {
        var members: [String: JSONValue] = ["name": .string(name)]
        switch rule {
        case .pattern(let pattern, let columns, let label):
            members["regex"] = .string(pattern.source)
            members["ignore_case"] = .bool(pattern.ignoresCase)
            members["column"] = .array(columns.map(JSONValue.string))
            members["label"] = .string(label)
        case .keyword(let rule):
            members["keyword"] = .array(rule.words.map(JSONValue.string))
            members["column"] = .array(rule.columns.map(JSONValue.string))
            members["label"] = .string(rule.label)
            members["match"] = .string(rule.wholeWords ? "word" : "part")
            members["ignore_case"] = .bool(rule.ignoresCase)
        case .condition(let condition, let label, let otherwise):
            members["when"] = .string(condition.source)
            members["label"] = .string(label)
            members["otherwise"] = otherwise.map(JSONValue.string)
        case .lookup(let column, let entries, let ignoresCase):
            members["lookup"] = .object(entries.mapValues(JSONValue.string))
            members["column"] = .string(column)
            members["ignore_case"] = .bool(ignoresCase)
        case .probability(let column, let rule):
            members["probability"] = .string(column)
            members.merge(rule.members) { _, new in new }
        case .model(let model, let name, let rule):
            members["model"] = model.json
            members["class"] = .string(name)
            members.merge(rule.members) { _, new in new }
        case .earlier(let column, let names, let abstention):
            members["label_from"] = .string(column)
            if !names.isEmpty { members["names"] = .object(names.mapValues(JSONValue.string)) }
            members["abstain"] = abstention.map(JSONValue.string)
        }
        return .object(members)
    }
}

extension ProbabilityRule {
    fileprivate var members: [String: JSONValue] {
        var members: [String: JSONValue] = ["at_least": .number(atLeast), "label": .string(label)]
        members["at_most"] = atMost.map(JSONValue.number)
        members["otherwise"] = otherwise.map(JSONValue.string)
        return members
    }
}
