/// One thing that the rows of a cohort have in common.
public enum CohortCondition: Sendable, Hashable {
    /// The number in a column is at least `low` and below `high`; nil for no end.
    case range(column: String, low: Double?, high: Double?)
    /// The value in a column is one of these.
    case oneOf(column: String, values: [String])
    /// The column has no value.
    case missing(column: String)

    /// The column it is about.
    public var column: String {
        switch self {
        case .range(let column, _, _), .oneOf(let column, _), .missing(let column): column
        }
    }

    /// The condition in plain words: `amount is at least 2,000`, `country is DE or FR`.
    public var words: String {
        switch self {
        case .range(let column, let low?, let high?):
            "\(column) is from \(Self.number(low)) to below \(Self.number(high))"
        case .range(let column, let low?, nil): "\(column) is at least \(Self.number(low))"
        case .range(let column, nil, let high?): "\(column) is below \(Self.number(high))"
        case .range(let column, nil, nil): "\(column) has a value"
        case .oneOf(let column, let values): "\(column) is \(Self.list(values))"
        case .missing(let column): "\(column) is missing"
        }
    }

    /// Whether a number meets the condition; NaN is a missing value.
    public func holds(number: Double) -> Bool {
        switch self {
        case .range(_, let low, let high): !number.isNaN && number >= low ?? -.infinity && number < high ?? .infinity
        case .oneOf: false
        case .missing: number.isNaN
        }
    }

    /// Whether a name meets the condition; nil is a missing value.
    public func holds(name: String?) -> Bool {
        switch self {
        case .range: false
        case .oneOf(_, let values): name.map(values.contains) ?? false
        case .missing: name == nil
        }
    }

    private static func list(_ values: [String]) -> String {
        guard let last = values.last, values.count > 1 else { return values.first ?? "nothing" }
        return values.dropLast().joined(separator: ", ") + " or " + last
    }

    /// A number with thousands set apart and at most four decimals.
    static func number(_ value: Double) -> String {
        let rounded = (value * 1e4).rounded() / 1e4
        guard abs(rounded) >= 1_000, abs(rounded) < 1e15 else {
            return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
        }
        var digits = Array("\(Int(abs(rounded)))")
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (rounded < 0 ? "−" : "") + String(digits)
    }
}
