import TandemTabular

/// One rule of a project's policy: cases for which it holds go to a person, whatever the model says.
public struct PolicyRule: Sendable, Hashable {
    /// The rule as it was written.
    public let source: String
    /// When it holds.
    public let condition: RuleCondition
    /// How urgent the task is then (0 most urgent … 99); nil leaves the policy's priority.
    public let priority: Int?

    init(source: String, condition: RuleCondition, priority: Int?) {
        self.source = source
        self.condition = condition
        self.priority = priority
    }

    /// Reads a rule: `amount > 2000 -> human`, or `action == "refund" && amount > 100 -> human`.
    ///
    /// - Parameters:
    ///   - source: the rule's text.
    ///   - columns: the columns there are, with their types; nil accepts any name.
    /// - Throws: `RuleError` with the place.
    public init(_ source: String, columns: [String: RuleColumnType]? = nil) throws(RuleError) {
        var parser = try RuleParser(source, columns: columns)
        self = try parser.rule(source: source)
    }

    /// Whether it speaks of agents' actions, so that it says nothing about a case without one.
    ///
    /// A column of the item called `action` keeps its meaning, also where its value is missing: pass the item's content.
    func isAboutActions(columns: [String: JSONValue]) -> Bool {
        condition.columns.contains { $0 == "action" || $0.hasPrefix("action.") } && columns["action"] == nil
    }
}
