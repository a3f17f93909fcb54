import TandemModeling
import TandemTabular

/// Reads the members of a labeling function's description.
struct FunctionReader {
    let name: String
    private let kind: String
    private let members: [String: JSONValue]

    private static let belonging: [String: Set<String>] = [
        "keyword": ["column", "label", "match", "ignore_case"], "regex": ["column", "label", "ignore_case"],
        "when": ["label", "otherwise"], "lookup": ["column", "ignore_case"],
        "probability": ["at_least", "label", "at_most", "otherwise"],
        "model": ["class", "at_least", "label", "at_most", "otherwise"], "label_from": ["names", "abstain"],
    ]

    init(_ json: JSONValue) throws(LabelingFunctionError) {
        guard let members = json.object else {
            throw LabelingFunctionError(
                function: nil, member: nil, "a labeling function is an object with a name and one of \(Self.shownKinds)"
            )
        }
        guard let name = members["name"]?.string, !name.isEmpty else {
            throw LabelingFunctionError(function: nil, member: "name", "a labeling function needs a name, a text")
        }
        let kinds = LabelingFunction.kinds.filter { members[$0] != nil }
        guard kinds.count == 1 else {
            let found = kinds.isEmpty ? "it has none" : "it has \(kinds.joined(separator: " and "))"
            throw LabelingFunctionError(
                function: name, member: kinds.last, "a labeling function has one of \(Self.shownKinds); \(found)")
        }
        let known = (Self.belonging[kinds[0]] ?? []).union([kinds[0], "name", "description"])
        if let odd = members.keys.filter({ !known.contains($0) }).min() {
            throw LabelingFunctionError(
                function: name, member: odd,
                "a \(kinds[0]) function has no member “\(odd)”; it has \(known.sorted().joined(separator: ", "))")
        }
        (self.name, kind, self.members) = (name, kinds[0], members)
    }

    private static var shownKinds: String { LabelingFunction.kinds.joined(separator: ", ") }

    func rule() throws(LabelingFunctionError) -> LabelingFunction.Rule {
        switch kind {
        case "keyword": return .keyword(try keyword())
        case "regex":
            return .pattern(
                try pattern(text("regex"), ignoresCase: flag("ignore_case", otherwise: false)),
                columns: try texts("column"), label: try text("label"))
        case "when":
            return .condition(
                try condition(text("when")), label: try text("label"), otherwise: try optionalText("otherwise"))
        case "lookup":
            let ignoresCase = try flag("ignore_case", otherwise: false)
            let entries = try names("lookup")
            guard !entries.isEmpty else { throw problem("lookup", "the list is empty") }
            let keyed = entries.map { (ignoresCase ? $0.lowercased() : $0, $1) }.sorted { $0 < $1 }
            return .lookup(
                column: try text("column"), entries: Dictionary(keyed, uniquingKeysWith: { first, _ in first }),
                ignoresCase: ignoresCase)
        case "probability": return .probability(column: try text("probability"), try probability())
        case "model": return try model()
        default:
            return .earlier(
                column: try text("label_from"), names: members["names"] == nil ? [:] : try names("names"),
                abstention: try optionalText("abstain"))
        }
    }

    private func pattern(_ source: String, ignoresCase: Bool) throws(LabelingFunctionError) -> Pattern {
        do throws(PatternError) { return try Pattern(source, ignoresCase: ignoresCase) } catch {
            throw problem("regex", "character \(error.column): \(error.message)")
        }
    }

    private func condition(_ source: String) throws(LabelingFunctionError) -> Expression {
        do throws(ExpressionError) { return try Expression(source, columns: .inferred) } catch {
            throw problem("when", "character \(error.column): \(error.message)")
        }
    }

    private func keyword() throws(LabelingFunctionError) -> KeywordRule {
        let match = try optionalText("match") ?? "word"
        guard ["word", "part"].contains(match) else {
            throw problem("match", "match is “word” (whole words, the default) or “part”; not “\(match)”")
        }
        let (words, columns, label) = (try texts("keyword"), try texts("column"), try text("label"))
        let ignoresCase = try flag("ignore_case", otherwise: true)
        do throws(PatternError) {
            return try KeywordRule(
                words: words, columns: columns, label: label, wholeWords: match == "word", ignoresCase: ignoresCase)
        } catch { throw problem("keyword", error.message) }
    }

    private func model() throws(LabelingFunctionError) -> LabelingFunction.Rule {
        let artifact: ModelArtifact
        do throws(ModelingError) { artifact = try ModelArtifact(json: members["model"] ?? .null) } catch {
            throw problem("model", "this is no model: \(error)")
        }
        let name = try text("class")
        guard artifact.classes.contains(name) else {
            throw problem(
                "class", "the model has no class “\(name)”; it has \(artifact.classes.joined(separator: ", "))")
        }
        return .model(artifact, class: name, try probability())
    }

    private func probability() throws(LabelingFunctionError) -> ProbabilityRule {
        let least = try share("at_least")
        guard let least else { throw problem("at_least", "at_least is missing: from which probability on to label") }
        let most = try share("at_most")
        let otherwise = try optionalText("otherwise")
        guard (most == nil) == (otherwise == nil) else {
            throw problem(most == nil ? "otherwise" : "at_most", "at_most and otherwise come together")
        }
        if let most, most >= least { throw problem("at_most", "at_most must lie below at_least") }
        return ProbabilityRule(atLeast: least, label: try text("label"), atMost: most, otherwise: otherwise)
    }
}

extension FunctionReader {
    private func problem(_ member: String, _ message: String) -> LabelingFunctionError {
        LabelingFunctionError(function: name, member: members[member] == nil ? kind : member, message)
    }

    /// A text; numbers and truth values count as what was written, for YAML tells `1` from `"1"`.
    private static func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text)?: text.isEmpty ? nil : text
        case .number?, .bool?: try? value?.canonicalString
        default: nil
        }
    }

    private func text(_ member: String) throws(LabelingFunctionError) -> String {
        guard let text = Self.text(members[member]) else {
            throw problem(member, "\(member) is \(members[member] == nil ? "missing: it is" : "not") a text")
        }
        return text
    }

    private func optionalText(_ member: String) throws(LabelingFunctionError) -> String? {
        members[member] == nil || members[member] == .null ? nil : try text(member)
    }

    private func texts(_ member: String) throws(LabelingFunctionError) -> [String] {
        guard let list = members[member]?.array else { return [try text(member)] }
        let texts = list.compactMap(Self.text)
        guard !texts.isEmpty, texts.count == list.count else {
            throw problem(member, "\(member) is a text or a list of texts")
        }
        return texts
    }

    private func names(_ member: String) throws(LabelingFunctionError) -> [String: String] {
        guard let object = members[member]?.object else {
            throw problem(member, "\(member) is an object of names and labels")
        }
        var names: [String: String] = [:]
        for (key, value) in object {
            guard let label = Self.text(value) else { throw problem(member, "\(key) has no label, a text") }
            names[key] = label
        }
        return names
    }

    private func flag(_ member: String, otherwise: Bool) throws(LabelingFunctionError) -> Bool {
        guard let value = members[member] else { return otherwise }
        guard let flag = value.bool else { throw problem(member, "\(member) is true or false") }
        return flag
    }

    private func share(_ member: String) throws(LabelingFunctionError) -> Double? {
        guard let value = members[member], !value.isNull else { return nil }
        // YAML hands numbers over as they were written.
        guard let number = value.number ?? value.string.flatMap({ Double($0) }), (0...1).contains(number) else {
            throw problem(member, "\(member) is a number from 0 to 1")
        }
        return number
    }
}
