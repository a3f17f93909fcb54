/// What can be wrong with the numbers handed to a statistic.
public enum StatisticsError: Error, Sendable, Hashable {
    /// Two lists that describe the same rows have different lengths.
    case lengthMismatch(expected: Int, found: Int)
    /// A class index lies outside 0 ..< classCount.
    case classOutOfRange(Int, classCount: Int)
    /// A value that must be finite is not, or one lies outside its range; the index says where.
    case invalidValue(at: Int)
    /// There are fewer rows than the method needs.
    case tooFewRows(needed: Int, found: Int)

    /// A stable machine-readable name.
    public var code: String {
        switch self {
        case .lengthMismatch: "statistics.length-mismatch"
        case .classOutOfRange: "statistics.class-out-of-range"
        case .invalidValue: "statistics.invalid-value"
        case .tooFewRows: "statistics.too-few-rows"
        }
    }
}
