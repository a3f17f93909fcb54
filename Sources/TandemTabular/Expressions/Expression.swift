/// A condition on the columns of a row, in a small language that cannot do harm: it ends, needs bounded memory, and
/// reaches nothing but the row.
///
/// ```
/// amount > 2000 and country not in ("DE", "FR")
/// length(text) < 20 or text matches /https?:\/\//i
/// `first order` is missing or 2 * fee >= amount - 10
/// ```
///
/// Comparisons `= != < <= > >=`, `in (…)`, `contains`, `starts_with`, `ends_with` (these three ignore case), `matches`
/// with a regular expression (see ``Pattern``), `is missing`; `and`, `or`, `not`; `+ - * / %`; `length(…)` in Unicode
/// scalars, `words(…)`, `lower(…)`. Text stands in `"…"` or `'…'`, odd column names in backticks.
///
/// Logic is three-valued (Kleene): what compares or calculates with a missing value, with a value of another type, or
/// divides by zero is neither true nor false; `and` is false when either side is false, `or` true when either is true.
public struct Expression: Sendable, Hashable {
    /// The text that was read.
    public let source: String
    /// The columns that it reads, in the order of first mention.
    public let columns: [String]
    /// For each of the columns the type that it must have; nil where any will do.
    public let columnTypes: [ExpressionType?]
    let steps: [ExpressionStep]

    /// Longest text in bytes.
    public static let longest = 10_000

    init(source: String, columns: [String], columnTypes: [ExpressionType?], steps: [ExpressionStep]) {
        self.source = source
        self.columns = columns
        self.columnTypes = columnTypes
        self.steps = steps
    }

    /// Reads a condition.
    ///
    /// - Parameters:
    ///   - source: the text, at most 10,000 bytes.
    ///   - columns: which columns there are.
    /// - Throws: `ExpressionError` with the place and what would be right.
    public init(_ source: String, columns: ExpressionColumns = .any) throws(ExpressionError) {
        guard source.utf8.count <= Self.longest else {
            throw ExpressionError(column: 1, "The expression is longer than \(Self.longest) bytes.")
        }
        var parser = try ExpressionParser(source, columns: columns)
        self = try parser.condition()
        guard parser.token.kind == .end else {
            throw parser.error("The expression should end here, but here stands \(parser.token.shown).")
        }
    }

    /// Whether it holds for a row, given the row's value in a column; nil when that cannot be said.
    public func holds(_ value: (String) -> ExpressionValue) -> Bool? {
        var stack: [ExpressionValue] = []
        for step in steps { step.run(on: &stack) { value(columns[$0]) } }
        return stack.last?.truth
    }

    /// Whether it holds for a row of JSON values; nil when that cannot be said.
    public func holds(_ row: [String: JSONValue]) -> Bool? { holds { ExpressionValue(row[$0]) } }
}

extension ExpressionStep {
    /// Takes the operands from the stack and puts the answer there.
    func run(on stack: inout [ExpressionValue], column: (Int) -> ExpressionValue) {
        switch self {
        case .value(let value): stack.append(value)
        case .column(let place): stack.append(column(place))
        case .and, .or, .compare, .calculate, .search:
            guard let right = stack.popLast(), let left = stack.popLast() else { return }
            stack.append(binary(left, right))
        default:
            guard let operand = stack.popLast() else { return }
            stack.append(unary(operand))
        }
    }

    private func binary(_ left: ExpressionValue, _ right: ExpressionValue) -> ExpressionValue {
        switch self {
        case .and: return ExpressionValue(Self.both(left.truth, right.truth))
        case .or: return ExpressionValue(Self.both(left.truth.map { !$0 }, right.truth.map { !$0 }).map { !$0 })
        case .compare(let comparison): return ExpressionValue(comparison.holds(left, right))
        case .calculate(let operation):
            guard let left = left.number, let right = right.number else { return .missing }
            return ExpressionValue(finite: operation.result(left, right))
        case .search(let position):
            guard let text = left.text, let part = right.text else { return .missing }
            return .flag(TextSearch(part, position).isFound(in: text))
        default: return .missing
        }
    }

    private func unary(_ operand: ExpressionValue) -> ExpressionValue {
        switch self {
        case .not: ExpressionValue(operand.truth.map { !$0 })
        case .negate: operand.number.map { .number(-$0) } ?? .missing
        case .isMissing: .flag(operand == .missing)
        case .matches(let pattern): ExpressionValue(operand.text.map { pattern.isFound(in: $0) })
        case .function(let function): operand.text.map(function.result) ?? .missing
        case .among(let values): ExpressionValue(Self.isAmong(operand, values))
        default: .missing
        }
    }

    static func isAmong(_ value: ExpressionValue, _ values: [ExpressionValue]) -> Bool? {
        var canBeSaid = false
        for candidate in values {
            guard let isEqual = ExpressionComparison.equal.holds(value, candidate) else { continue }
            if isEqual { return true }
            canBeSaid = true
        }
        return canBeSaid ? false : nil
    }

    private static func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        return left == true && right == true ? true : nil
    }
}
