/// Quantiles of weighted values, as scikit-learn takes them.
public enum WeightedQuantile {
    /// The averaged inverse of the weighted distribution function (Hyndman and Fan's type 2): the value at which the
    /// weight reaches `probability`, or the mean of it and the next where it is reached exactly.
    ///
    /// - Parameters:
    ///   - values: the values.
    ///   - order: the values sorted; falling, as ``RankOrder`` sorts.
    ///   - weights: each value's weight, ≥ 0.
    ///   - probability: in 0 … 1.
    /// - Returns: the quantile; nil where there is no weight.
    public static func value(
        _ values: [Double], order: RankOrder, weights: [Double], probability: Double
    ) -> Double? {
        let total = RowWeights.sum(values.count) { weights[$0] }
        guard total > 0 else { return nil }
        // A rank of zero means the least value that has weight.
        let rank = max(probability * total, Double.leastNonzeroMagnitude)
        var sum = 0.0
        var last: Double?
        var reached: Double?
        for row in order.rows.reversed() {
            let weight = weights[Int(row)]
            guard weight > 0 else { continue }
            let value = values[Int(row)]
            if let reached { return (reached + value) / 2 }
            sum += weight
            last = value
            if sum - rank > Double.ulpOfOne { return value }
            if sum >= rank { reached = value }
        }
        return last
    }
}
