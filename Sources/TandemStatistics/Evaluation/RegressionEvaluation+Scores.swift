extension RegressionEvaluation {
    /// Every metric of scikit-learn for one predicted number.
    public func scores(weights: [Double]) -> MetricScores {
        var scores = MetricScores()
        let noWeight = "no row has weight"
        var means: [String: Double] = [:]
        for loss in losses {
            let value = loss.values.flatMap { RowWeights.mean($0, weights) }
            means[loss.name] = value
            scores.add(loss.name, value, else: loss.values == nil ? loss.reason : noWeight)
            guard loss.name == "mean_squared_error" || loss.name == "mean_squared_log_error" else { continue }
            scores.add(
                loss.name.replacingPrefix("mean", with: "root_mean"), value?.squareRoot(),
                else: loss.values == nil ? loss.reason : noWeight)
        }
        scores.add(
            "median_absolute_error",
            WeightedQuantile.value(distances, order: distanceOrder, weights: weights, probability: 0.5), else: noWeight)
        scores.add("max_error", largestError(weights), else: noWeight)
        let mean = RowWeights.mean(truth, weights)
        scores.add("r2", mean.flatMap { r2(weights, mean: $0, means) }, else: tooFew)
        scores.add("explained_variance", mean.flatMap { explained(weights, mean: $0) }, else: noWeight)
        scores.add("d2_absolute_error_score", d2Pinball(weights, alpha: 0.5), else: tooFew)
        scores.add("d2_pinball_score", d2Pinball(weights, alpha: options.alpha), else: tooFew)
        scores.add(
            "d2_tweedie_score", mean.flatMap { d2Tweedie(weights, mean: $0, means["mean_tweedie_deviance"]) },
            else: means["mean_tweedie_deviance"] == nil
                ? losses.last?.reason ?? tooFew : "true values do not vary, or there are fewer than two")
        scores.add(
            "mean_error", mean.flatMap { m in RowWeights.mean(predicted, weights).map { $0 - m } }, else: noWeight)
        return scores
    }

    private var tooFew: String { "needs at least two rows" }

    private func largestError(_ weights: [Double]) -> Double? {
        guard let row = distanceOrder.rows.first(where: { weights[Int($0)] > 0 }) else { return nil }
        return distances[Int(row)]
    }

    /// 1 − numerator / denominator; 1 for perfect predictions and 0 for others where the truth does not vary.
    private static func explainedShare(_ numerator: Double, _ denominator: Double) -> Double {
        denominator != 0 ? 1 - numerator / denominator : numerator == 0 ? 1 : 0
    }

    private func r2(_ weights: [Double], mean: Double, _ means: [String: Double]) -> Double? {
        guard rowCount > 1, let squared = means["mean_squared_error"] else { return nil }
        let total = RowWeights.sum(rowCount) { weights[$0] }
        let spread = RowWeights.sum(rowCount) { weights[$0] * (truth[$0] - mean) * (truth[$0] - mean) }
        return Self.explainedShare(squared * total, spread)
    }

    private func explained(_ weights: [Double], mean: Double) -> Double? {
        let total = RowWeights.sum(rowCount) { weights[$0] }
        guard total > 0 else { return nil }
        let gap = RowWeights.sum(rowCount) { weights[$0] * (truth[$0] - predicted[$0]) } / total
        let rest = RowWeights.sum(rowCount) {
            let distance = truth[$0] - predicted[$0] - gap
            return weights[$0] * distance * distance
        }
        let spread = RowWeights.sum(rowCount) { weights[$0] * (truth[$0] - mean) * (truth[$0] - mean) }
        return Self.explainedShare(rest / total, spread / total)
    }

    private func d2Pinball(_ weights: [Double], alpha: Double) -> Double? {
        guard rowCount > 1,
            let quantile = WeightedQuantile.value(truth, order: truthOrder, weights: weights, probability: alpha)
        else { return nil }
        let loss = RowWeights.sum(rowCount) { weights[$0] * Self.pinball(truth[$0], predicted[$0], alpha) }
        let base = RowWeights.sum(rowCount) { weights[$0] * Self.pinball(truth[$0], quantile, alpha) }
        return Self.explainedShare(loss, base)
    }

    private func d2Tweedie(_ weights: [Double], mean: Double, _ deviance: Double?) -> Double? {
        guard rowCount > 1, let deviance else { return nil }
        let total = RowWeights.sum(rowCount) { weights[$0] }
        let base = RowWeights.sum(rowCount) {
            weights[$0] == 0
                ? 0 : weights[$0] * TweedieDeviance.unit(truth: truth[$0], predicted: mean, power: options.power)
        }
        return base > 0 ? 1 - deviance / (base / total) : nil
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        hasPrefix(prefix) ? other + dropFirst(prefix.count) : self
    }
}
