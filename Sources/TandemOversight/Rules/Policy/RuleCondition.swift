import TandemTabular

/// The left part of a rule: a condition on the case and on what the model says of it.
///
/// It is evaluated in three-valued logic (Kleene): a comparison with a missing value, or with one of another type, is
/// neither true nor false.
public indirect enum RuleCondition: Sendable, Hashable {
    /// A term compared with a literal.
    case compare(RuleTerm, RuleComparison, RuleLiteral)
    /// A term equal to one of several literals.
    case among(RuleTerm, [RuleLiteral])
    /// A text that contains another, ignoring case.
    case contains(RuleTerm, String)
    /// A value that is absent or null.
    case missing(RuleTerm)
    /// The opposite.
    case not(RuleCondition)
    /// Both.
    case and(RuleCondition, RuleCondition)
    /// At least one.
    case or(RuleCondition, RuleCondition)

    /// Whether it holds; nil when that cannot be said.
    public func holds(for facts: RuleFacts) -> Bool? {
        switch self {
        case .compare(let term, let comparison, let literal):
            facts.value(of: term).flatMap { comparison.holds($0, literal) }
        case .among(let term, let literals):
            facts.value(of: term).flatMap { value in
                let answers = literals.map { RuleComparison.equal.holds(value, $0) }
                return answers.contains(true) ? true : answers.contains(false) ? false : nil
            }
        case .contains(let term, let part):
            facts.value(of: term)?.string.map { $0.lowercased().contains(part.lowercased()) }
        case .missing(let term): facts.value(of: term) == nil
        case .not(let condition): condition.holds(for: facts).map { !$0 }
        case .and(let left, let right): Self.both(left.holds(for: facts), right.holds(for: facts))
        case .or(let left, let right):
            Self.both(left.holds(for: facts).map { !$0 }, right.holds(for: facts).map { !$0 }).map { !$0 }
        }
    }

    private static func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        return left == true && right == true ? true : nil
    }

    /// Every column it reads.
    public var columns: Set<String> {
        switch self {
        case .compare(.column(let name), _, _), .among(.column(let name), _), .contains(.column(let name), _),
            .missing(.column(let name)):
            [name]
        case .compare, .among, .contains, .missing: []
        case .not(let condition): condition.columns
        case .and(let left, let right), .or(let left, let right): left.columns.union(right.columns)
        }
    }
}

/// What a condition can speak of.
public enum RuleTerm: Sendable, Hashable {
    /// A column of the item.
    case column(String)
    /// The label that the model proposes: `model.label`.
    case label
    /// The probability of that label: `model.probability`.
    case probability
}

/// The facts of one case that rules are evaluated on.
public struct RuleFacts: Sendable {
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

    func value(of term: RuleTerm) -> JSONValue? {
        switch term {
        case .column(let name): item[name].flatMap { $0.isNull ? nil : $0 }
        case .label: label.map(JSONValue.string)
        case .probability: probability.map(JSONValue.number)
        }
    }
}

/// A value written in a rule.
public enum RuleLiteral: Sendable, Hashable {
    /// A number.
    case number(Double)
    /// Text in quotes.
    case text(String)
    /// `true` or `false`.
    case flag(Bool)

    /// The name of its type for messages.
    var type: RuleColumnType {
        switch self {
        case .number: .number
        case .text: .text
        case .flag: .flag
        }
    }
}

/// How a term and a literal are compared.
public enum RuleComparison: String, Sendable, Hashable, CaseIterable {
    /// The same.
    case equal = "="
    /// Not the same.
    case different = "!="
    /// Smaller.
    case less = "<"
    /// Smaller or the same.
    case atMost = "<="
    /// Greater.
    case more = ">"
    /// Greater or the same.
    case atLeast = ">="

    /// Whether only numbers and text can be compared so.
    var isOrder: Bool { self != .equal && self != .different }

    func holds(_ value: JSONValue, _ literal: RuleLiteral) -> Bool? {
        switch (value, literal) {
        case (.number(let left), .number(let right)): compare(left, right)
        case (.string(let left), .text(let right)): compare(left, right)
        case (.bool(let left), .flag(let right)) where !isOrder: (left == right) == (self == .equal)
        default: nil
        }
    }

    private func compare<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .different: left != right
        case .less: left < right
        case .atMost: left <= right
        case .more: left > right
        case .atLeast: left >= right
        }
    }
}

/// The type of a column as far as rules care.
public enum RuleColumnType: String, Sendable, Hashable {
    /// Numbers, and times as seconds since 1970.
    case number
    /// Text and categories.
    case text
    /// True or false.
    case flag
}
