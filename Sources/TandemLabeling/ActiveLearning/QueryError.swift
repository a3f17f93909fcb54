/// Why nothing can be chosen from a pool.
public enum QueryError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The parts of a pool do not fit together: numbers of rows or classes differ, a label or worker is unknown.
    case shapes(String)
    /// A row's class probabilities are not probabilities; rows are counted from 0.
    case notProbabilities(row: Int, String)
    /// The strategy needs something that the pool lacks.
    case missing(strategy: String, String)
    /// A replay cannot be run on this data.
    case unusable(String)

    /// A stable machine-readable name.
    public var code: String {
        switch self {
        case .shapes: "query.shapes"
        case .notProbabilities: "query.not-probabilities"
        case .missing: "query.missing"
        case .unusable: "query.unusable"
        }
    }

    /// One sentence for people.
    public var description: String {
        switch self {
        case .shapes(let why): why
        case .notProbabilities(let row, let why): "row \(row + 1): \(why)"
        case .missing(let strategy, let what): "the strategy \(strategy) needs \(what)"
        case .unusable(let why): why
        }
    }
}
