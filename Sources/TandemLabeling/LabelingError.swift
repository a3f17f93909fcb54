/// What can be wrong with the votes handed to an aggregator.
public enum LabelingError: Error, Sendable, Hashable {
    /// A label lies outside 0 ..< labelCount.
    case labelOutOfRange(Int, labelCount: Int)
    /// A question needs at least two possible labels.
    case tooFewLabels(Int)

    /// A stable machine-readable name.
    public var code: String {
        switch self {
        case .labelOutOfRange: "labeling.label-out-of-range"
        case .tooFewLabels: "labeling.too-few-labels"
        }
    }
}
