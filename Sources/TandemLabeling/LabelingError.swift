/// What can be wrong with the votes handed to an aggregator.
public enum LabelingError: Error, Sendable, Hashable {
    /// A label lies outside 0 ..< labelCount.
    case labelOutOfRange(Int, labelCount: Int)
    /// A question needs at least two possible labels.
    case tooFewLabels(Int)
    /// A model's probabilities do not fit the votes; how.
    case badProbabilities(String)
    /// A stored fit cannot be read; why.
    case badFit(String)

    /// A stable machine-readable name.
    public var code: String {
        switch self {
        case .labelOutOfRange: "labeling.label-out-of-range"
        case .tooFewLabels: "labeling.too-few-labels"
        case .badProbabilities: "labeling.bad-probabilities"
        case .badFit: "labeling.bad-fit"
        }
    }
}

extension LabelingError: CustomStringConvertible {
    /// What is wrong and what would help.
    public var description: String {
        switch self {
        case .labelOutOfRange(let label, let count): "label \(label) is outside 0 ..< \(count)"
        case .tooFewLabels(let count): "a question needs at least two possible labels; there are \(count)"
        case .badProbabilities(let why), .badFit(let why): why
        }
    }
}
