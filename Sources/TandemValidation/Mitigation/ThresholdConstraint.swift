/// Which rates a threshold for each group is to bring together.
public enum ThresholdConstraint: String, Sendable, Hashable, CaseIterable {
    /// The share predicted positive.
    case demographicParity = "demographic-parity"
    /// The true and the false positive rate.
    case equalizedOdds = "equalized-odds"
    /// The true positive rate.
    case truePositiveRate = "true-positive-rate-parity"
    /// The false positive rate.
    case falsePositiveRate = "false-positive-rate-parity"
    /// The true negative rate.
    case trueNegativeRate = "true-negative-rate-parity"
    /// The false negative rate.
    case falseNegativeRate = "false-negative-rate-parity"

    /// The rates that are brought together.
    public var metrics: [GroupMetric] {
        switch self {
        case .demographicParity: [.selectionRate]
        case .equalizedOdds: [.falsePositiveRate, .truePositiveRate]
        case .truePositiveRate: [.truePositiveRate]
        case .falsePositiveRate: [.falsePositiveRate]
        case .trueNegativeRate: [.trueNegativeRate]
        case .falseNegativeRate: [.falseNegativeRate]
        }
    }

    /// The largest difference of a constrained rate between groups; groups where it is undefined are left out.
    public func gap(_ groups: [OutcomeCounts]) -> Double {
        metrics.map { metric in
            let values = groups.map { metric.value($0, rows: 0) }.filter { !$0.isNaN }
            return (values.max() ?? 0) - (values.min() ?? 0)
        }.max() ?? 0
    }
}
