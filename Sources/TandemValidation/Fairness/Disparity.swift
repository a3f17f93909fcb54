/// A gap between groups, under Fairlearn's name for it.
public struct Disparity: Sendable, Hashable {
    /// What is compared with what.
    public enum Comparison: String, Sendable, Hashable, CaseIterable {
        /// The largest group value with the smallest.
        case betweenGroups = "between-groups"
        /// Each group's value with that of all rows, the worst counts.
        case toOverall = "to-overall"
    }

    /// How group values become one number.
    public enum Transform: String, Sendable, Hashable {
        /// Largest minus smallest; 0 for no gap.
        case difference
        /// Smallest over largest; 1 for no gap.
        case ratio
        /// The smallest group value.
        case groupMinimum = "group_min"
        /// The largest group value.
        case groupMaximum = "group_max"
    }

    /// The name, as `equalized_odds_difference`.
    public let name: String
    /// The figures that go in; of several the worst counts.
    public let metrics: [GroupMetric]
    /// How group values become one number.
    public let transform: Transform

    /// Every gap that Fairlearn 0.15 names.
    public static let all: [Disparity] = named + derived

    /// The gaps with names of their own.
    private static let named: [Disparity] = [
        ("demographic_parity", [.selectionRate]), ("equal_opportunity", [.truePositiveRate]),
        ("equalized_odds", [.truePositiveRate, .falsePositiveRate]),
    ].flatMap { (name: String, metrics: [GroupMetric]) in
        [
            Disparity(name: name + "_difference", metrics: metrics, transform: .difference),
            Disparity(name: name + "_ratio", metrics: metrics, transform: .ratio),
        ]
    }

    /// `METRICS_SPEC` of Fairlearn's `_generated_metrics.py`.
    private static let derived: [Disparity] = [
        ([.truePositiveRate, .trueNegativeRate, .falsePositiveRate, .falseNegativeRate], [.difference, .ratio]),
        ([.selectionRate, .accuracy, .zeroOneLoss], [.difference, .ratio]),
        ([.accuracy, .balancedAccuracy, .precision, .recall, .rocAUC, .r2, .f1], [.groupMinimum]),
        ([.zeroOneLoss, .meanAbsoluteError, .meanSquaredError, .logLoss], [.groupMaximum]),
    ].flatMap { (metrics: [GroupMetric], transforms: [Transform]) in
        metrics.flatMap { metric in
            transforms.map {
                Disparity(name: "\(metric.rawValue)_\($0.rawValue)", metrics: [metric], transform: $0)
            }
        }
    }

    /// The gap, from a figure's values in all judged groups and in all rows; NaN where no group has a value.
    ///
    /// Groups without a value are left out, as Fairlearn does.
    public func value(
        _ comparison: Comparison, groups: (GroupMetric) -> [Double], overall: (GroupMetric) -> Double
    ) -> Double {
        let gaps = metrics.map { gap(groups($0).filter { !$0.isNaN }, overall: overall($0), comparison) }
        guard !gaps.contains(where: \.isNaN) else { return .nan }
        return transform == .ratio || transform == .groupMinimum ? gaps.min() ?? .nan : gaps.max() ?? .nan
    }

    private func gap(_ values: [Double], overall: Double, _ comparison: Comparison) -> Double {
        guard let low = values.min(), let high = values.max() else { return .nan }
        switch (transform, comparison) {
        case (.groupMinimum, _): return low
        case (.groupMaximum, _): return high
        case (.difference, .betweenGroups): return high - low
        case (.difference, .toOverall): return values.map { abs($0 - overall) }.max() ?? .nan
        case (.ratio, .betweenGroups): return OutcomeCounts.share(low, high)
        case (.ratio, .toOverall):
            let ratios = values.map { OutcomeCounts.share(min($0, overall), max($0, overall)) }
            return ratios.contains(where: \.isNaN) ? .nan : ratios.min() ?? .nan
        }
    }
}
