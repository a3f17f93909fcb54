import Foundation
import TandemStatistics

/// One group compared with the rest, as AI Fairness 360's `ClassificationMetric` 0.6.1 does it: the same names, values
/// and signs (unprivileged minus privileged, unprivileged over privileged).
///
/// Undefined figures are NaN.
public struct PrivilegedComparison: Sendable, Hashable {
    /// The counts of the privileged group.
    public let privileged: OutcomeCounts
    /// The counts of everybody else.
    public let unprivileged: OutcomeCounts
    /// Every figure by AI Fairness 360's name.
    public let values: [String: Double]

    /// Compares the rows for which `isPrivileged` is true with the others.
    public init(_ predictions: JudgedPredictions, isPrivileged: [Bool], grouping: Grouping) {
        var privileged = OutcomeCounts()
        var unprivileged = OutcomeCounts()
        for row in 0..<predictions.count {
            let weight = predictions.weights?[row] ?? 1
            let (truth, predicted) = (predictions.truth[row], predictions.predicted[row])
            if isPrivileged[row] {
                privileged.add(truth: truth, predicted: predicted, weight: weight)
            } else {
                unprivileged.add(truth: truth, predicted: predicted, weight: weight)
            }
        }
        self.privileged = privileged
        self.unprivileged = unprivileged
        var values: [String: Double] = [:]
        Self.addRates(privileged, unprivileged, &values)
        Self.addGeneralized(predictions, isPrivileged, &values)
        Self.addInequality(predictions, isPrivileged, grouping, &values)
        Self.addDifferential(predictions, grouping, &values)
        self.values = values
    }

    // MARK: Rates of counts

    private static let rates: [(String, @Sendable (OutcomeCounts) -> Double)] = [
        ("true_positive_rate", { OutcomeCounts.share($0.truePositives, $0.positives) }),
        ("false_positive_rate", { OutcomeCounts.share($0.falsePositives, $0.negatives) }),
        ("false_negative_rate", { OutcomeCounts.share($0.falseNegatives, $0.positives) }),
        ("true_negative_rate", { OutcomeCounts.share($0.trueNegatives, $0.negatives) }),
        ("positive_predictive_value", { OutcomeCounts.share($0.truePositives, $0.predictedPositives) }),
        ("false_discovery_rate", { OutcomeCounts.share($0.falsePositives, $0.predictedPositives) }),
        ("false_omission_rate", { OutcomeCounts.share($0.falseNegatives, $0.predictedNegatives) }),
        ("negative_predictive_value", { OutcomeCounts.share($0.trueNegatives, $0.predictedNegatives) }),
        ("accuracy", { OutcomeCounts.share($0.correct, $0.total) }),
        ("error_rate", { OutcomeCounts.share($0.falsePositives + $0.falseNegatives, $0.total) }),
        ("selection_rate", { OutcomeCounts.share($0.predictedPositives, $0.total) }),
        ("base_rate", { OutcomeCounts.share($0.positives, $0.total) }),
        ("num_instances", { $0.total }), ("num_positives", { $0.positives }), ("num_negatives", { $0.negatives }),
        ("num_pred_positives", { $0.predictedPositives }), ("num_pred_negatives", { $0.predictedNegatives }),
        ("num_true_positives", { $0.truePositives }), ("num_false_positives", { $0.falsePositives }),
        ("num_false_negatives", { $0.falseNegatives }), ("num_true_negatives", { $0.trueNegatives }),
    ]

    private static func addRates(
        _ privileged: OutcomeCounts, _ unprivileged: OutcomeCounts, _ values: inout [String: Double]
    ) {
        let all = privileged + unprivileged
        var gap: [String: Double] = [:]
        var ratio: [String: Double] = [:]
        for (name, rate) in rates {
            values[name] = rate(all)
            values[name + "_privileged"] = rate(privileged)
            values[name + "_unprivileged"] = rate(unprivileged)
            gap[name] = rate(unprivileged) - rate(privileged)
            ratio[name] = rate(unprivileged) / rate(privileged)
        }
        func take(_ names: [String], _ source: [String: Double], _ ending: String) {
            for name in names { values[name + ending] = source[name] }
        }
        take(
            [
                "true_positive_rate", "false_positive_rate", "false_negative_rate", "false_omission_rate",
                "false_discovery_rate", "error_rate",
            ], gap, "_difference")
        take(
            [
                "false_positive_rate", "false_negative_rate", "false_omission_rate", "false_discovery_rate",
                "error_rate",
            ], ratio, "_ratio")
        let truePositive = gap["true_positive_rate"] ?? .nan
        let falsePositive = gap["false_positive_rate"] ?? .nan
        values["equal_opportunity_difference"] = truePositive
        values["average_odds_difference"] = (falsePositive + truePositive) / 2
        values["average_abs_odds_difference"] = (abs(falsePositive) + abs(truePositive)) / 2
        values["equalized_odds_difference"] = max(abs(falsePositive), abs(truePositive))
        values["average_predictive_value_difference"] =
            ((gap["positive_predictive_value"] ?? .nan) + (gap["false_omission_rate"] ?? .nan)) / 2
        values["statistical_parity_difference"] = gap["selection_rate"]
        values["disparate_impact"] = ratio["selection_rate"]
    }

    // MARK: Scores

    private static func addGeneralized(
        _ predictions: JudgedPredictions, _ isPrivileged: [Bool], _ values: inout [String: Double]
    ) {
        // Per group (unprivileged, privileged): Σ w·s and Σ w over positives, then over negatives.
        var sums = [[Double]](repeating: [0, 0, 0, 0], count: 2)
        for row in 0..<predictions.count {
            let weight = predictions.weights?[row] ?? 1
            let score = predictions.scores?[row] ?? (predictions.predicted[row] ? 1 : 0)
            let side = isPrivileged[row] ? 1 : 0
            let place = predictions.truth[row] ? 0 : 2
            sums[side][place] += weight * score
            sums[side][place + 1] += weight
        }
        let all = zip(sums[0], sums[1]).map(+)
        func add(_ sums: [Double], _ ending: String) {
            let truePositive = OutcomeCounts.share(sums[0], sums[1])
            let falsePositive = OutcomeCounts.share(sums[2], sums[3])
            values["generalized_true_positive_rate" + ending] = truePositive
            values["generalized_false_positive_rate" + ending] = falsePositive
            values["generalized_false_negative_rate" + ending] = 1 - truePositive
            values["generalized_true_negative_rate" + ending] = 1 - falsePositive
        }
        add(all, "")
        add(sums[1], "_privileged")
        add(sums[0], "_unprivileged")
        let gaps = [0, 2].map { place in
            abs(
                OutcomeCounts.share(sums[0][place], sums[0][place + 1])
                    - OutcomeCounts.share(sums[1][place], sums[1][place + 1]))
        }
        values["generalized_equalized_odds_difference"] = max(gaps[0], gaps[1])
    }

    // MARK: Inequality of benefits (Speicher et al., KDD 2018)

    private static func addInequality(
        _ predictions: JudgedPredictions, _ isPrivileged: [Bool], _ grouping: Grouping,
        _ values: inout [String: Double]
    ) {
        let benefits = (0..<predictions.count).map { row in
            1.0 + (predictions.predicted[row] ? 1 : 0) - (predictions.truth[row] ? 1 : 0)
        }
        let two = means(benefits, groups: isPrivileged.map { $0 ? 1 : 0 }, count: 2)
        let many = means(benefits, groups: grouping.codes.map(Int.init), count: grouping.count)
        let kinds = [("", benefits), ("between_group_", two), ("between_all_groups_", many)]
        for (prefix, benefits) in kinds {
            let entropy = generalizedEntropy(benefits, alpha: 2)
            values[prefix + "generalized_entropy_index"] = entropy
            values[prefix + "theil_index"] = generalizedEntropy(benefits, alpha: 1)
            values[prefix + "coefficient_of_variation"] = (2 * entropy).squareRoot()
        }
    }

    private static func means(_ benefits: [Double], groups: [Int], count: Int) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        var sizes = sums
        for (benefit, group) in zip(benefits, groups) {
            sums[group] += benefit
            sizes[group] += 1
        }
        return groups.map { sums[$0] / sizes[$0] }
    }

    private static func generalizedEntropy(_ benefits: [Double], alpha: Int) -> Double {
        let n = Double(benefits.count)
        let mean = benefits.reduce(0, +) / n
        guard n > 0, mean > 0 else { return .nan }
        if alpha == 1 {
            // x ln x goes to 0 with x.
            return benefits.reduce(0) { $0 + ($1 > 0 ? $1 / mean * log($1 / mean) : 0) } / n
        }
        return benefits.reduce(0) { $0 + ($1 / mean) * ($1 / mean) - 1 } / n / 2
    }

    // MARK: Differential fairness (Foulds et al., 2018), concentration 1

    private static func addDifferential(
        _ predictions: JudgedPredictions, _ grouping: Grouping, _ values: inout [String: Double]
    ) {
        var weights = [Double](repeating: 0, count: grouping.count)
        var labeled = weights
        var predicted = weights
        for row in 0..<predictions.count {
            let weight = predictions.weights?[row] ?? 1
            let group = Int(grouping.codes[row])
            weights[group] += weight
            if predictions.truth[row] { labeled[group] += weight }
            if predictions.predicted[row] { predicted[group] += weight }
        }
        func spread(_ positives: [Double]) -> Double {
            let rates = zip(positives, weights).map { ($0 + 0.5) / ($1 + 1) }
            guard let low = rates.min(), let high = rates.max(), rates.count > 1 else { return .nan }
            return max(log(high) - log(low), log(1 - low) - log(1 - high))
        }
        let data = spread(labeled)
        values["smoothed_empirical_differential_fairness"] = data
        values["differential_fairness_bias_amplification"] = spread(predicted) - data
    }
}
