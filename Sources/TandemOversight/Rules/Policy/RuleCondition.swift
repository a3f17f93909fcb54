import TandemTabular

/// What is wrong with a routing rule, and where.
public typealias RuleError = ExpressionError

/// The type of a column as far as rules care.
public typealias RuleColumnType = ExpressionType

/// The left part of a rule: a condition on the case and on what the model says of it.
///
/// It is evaluated in three-valued logic (Kleene): a comparison with a missing value, or with one of another type, is
/// neither true nor false.
public struct RuleCondition: Sendable, Hashable {
    /// The condition in the house's expression language; `model.label` and `model.probability` are columns to it.
    public let expression: Expression

    /// A condition.
    public init(_ expression: Expression) { self.expression = expression }

    /// Whether it holds; nil when that cannot be said.
    public func holds(for facts: RuleFacts) -> Bool? { expression.holds(facts.value) }

    /// Every column of the item that it reads.
    public var columns: Set<String> {
        Set(expression.columns).subtracting([RuleFacts.labelName, RuleFacts.probabilityName])
    }
}

/// The facts of one case that rules are evaluated on.
public struct RuleFacts: Sendable {
    /// What rules call the label that the model proposes.
    static let labelName = "model.label"
    /// What rules call the probability of that label.
    static let probabilityName = "model.probability"

    /// The item's values by column.
    public let item: [String: JSONValue]
    /// The label that the model proposes.
    public let label: String?
    /// The probability of that label, 0…1.
    public let probability: Double?

    /// Facts of one case.
    public init(item: [String: JSONValue], label: String?, probability: Double?) {
        self.item = item
        self.label = label
        self.probability = probability
    }

    func value(of name: String) -> ExpressionValue {
        switch name {
        case Self.labelName: label.map(ExpressionValue.text) ?? .missing
        case Self.probabilityName: probability.map(ExpressionValue.number) ?? .missing
        default: ExpressionValue(item[name])
        }
    }
}
