import TandemLedger
import TandemTabular

extension RoutingPolicy {
    private static let members: Set<String> = [
        "rules", "audit_share", "audit_deadline_seconds", "deadline_seconds", "default", "callback", "priority",
        "overlap", "outcomes_always_seen", "automatic_actions",
    ]

    /// Reads and checks a policy.
    ///
    /// - Parameters:
    ///   - json: an object; absent members take their defaults, null means “none”.
    ///   - columns: the item's columns with their types; nil skips the check of names and types.
    ///   - labels: the labels of the project's question; nil skips the check of `default`.
    /// - Throws: `Problem` `policy_invalid` or `policy_rule_invalid` with the place as a JSON pointer.
    public init(
        json: JSONValue, columns: [String: RuleColumnType]? = nil, labels: [String]? = nil
    ) throws(Problem) {
        guard let object = json.object else { throw Self.wrong("", "A policy is a JSON object.") }
        for name in object.keys.sorted() where !Self.members.contains(name) {
            throw Self.wrong(
                "/\(name)", "A policy has no member \(name); it has \(Self.members.sorted().joined(separator: ", ")).")
        }
        self.init()
        rules = try Self.rules(object["rules"] ?? [], columns: columns)
        auditShare = try Self.share(object, "audit_share") ?? auditShare
        auditDeadlineSeconds =
            try Self.whole(object, "audit_deadline_seconds", 1...31_536_000) ?? auditDeadlineSeconds
        deadlineSeconds = try Self.whole(object, "deadline_seconds", 1...31_536_000)
        priority = try Self.whole(object, "priority", 0...99) ?? priority
        overlap = try Self.whole(object, "overlap", 1...25) ?? overlap
        outcomesAlwaysSeen = try Self.flag(object, "outcomes_always_seen") ?? outcomesAlwaysSeen
        automaticActions = try Self.names(object, "automatic_actions") ?? automaticActions
        defaultLabel = try Self.text(object, "default")
        callback = try Self.text(object, "callback")
        if let labels, let label = defaultLabel, !labels.contains(label) {
            throw Self.wrong("/default", "\(label) is none of the labels \(labels.joined(separator: ", ")).")
        }
        if let callback, let refusal = CallbackRules.refusal(of: callback) { throw Self.wrong("/callback", refusal) }
    }

    private static func rules(
        _ json: JSONValue, columns: [String: RuleColumnType]?
    ) throws(Problem) -> [PolicyRule] {
        guard let list = json.array else { throw wrong("/rules", "Rules are a list of texts.") }
        guard list.count <= 200 else { throw wrong("/rules", "A policy has at most 200 rules.") }
        var rules: [PolicyRule] = []
        for (index, element) in list.enumerated() {
            guard let source = element.string, source.utf8.count <= 2000 else {
                throw wrong("/rules/\(index)", "A rule is a text of at most 2,000 bytes.")
            }
            do throws(RuleError) {
                rules.append(try PolicyRule(source, columns: columns))
            } catch {
                throw Problem(
                    .invalid, "policy_rule_invalid", "Rule \(index + 1), column \(error.column): \(error.message)",
                    at: "/rules/\(index)", facts: ["column": String(error.column), "rule": source])
            }
        }
        return rules
    }

    private static func share(_ object: [String: JSONValue], _ name: String) throws(Problem) -> Double? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let number = value.number, (0...1).contains(number) else {
            throw wrong("/\(name)", "\(name) is a number from 0 to 1.")
        }
        return number
    }

    private static func whole(
        _ object: [String: JSONValue], _ name: String, _ range: ClosedRange<Int>
    ) throws(Problem) -> Int? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let number = value.int, range.contains(number) else {
            throw wrong("/\(name)", "\(name) is a whole number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func flag(_ object: [String: JSONValue], _ name: String) throws(Problem) -> Bool? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let flag = value.bool else { throw wrong("/\(name)", "\(name) is true or false.") }
        return flag
    }

    private static func text(_ object: [String: JSONValue], _ name: String) throws(Problem) -> String? {
        guard let value = object[name], !value.isNull else { return nil }
        guard let text = value.string, !text.isEmpty, text.utf8.count <= 2000 else {
            throw wrong("/\(name)", "\(name) is a text of 1 to 2,000 bytes, or null.")
        }
        return text
    }

    private static func names(_ object: [String: JSONValue], _ name: String) throws(Problem) -> [String]? {
        guard let value = object[name], !value.isNull else { return nil }
        let names = value.array?.compactMap(\.string) ?? []
        guard let all = value.array, all.count == names.count, names.count <= 200,
            names.allSatisfy({ (1...200).contains($0.utf8.count) })
        else { throw wrong("/\(name)", "\(name) is a list of at most 200 names of 1 to 200 bytes.") }
        return names
    }

    private static func wrong(_ place: String, _ message: String) -> Problem {
        Problem(.invalid, "policy_invalid", message, at: place)
    }
}
