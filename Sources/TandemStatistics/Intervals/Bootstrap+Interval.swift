import TandemNumerics

extension Bootstrap {
    /// Turns replicates into an interval; nil when more than a tenth of them are missing.
    public func interval(value: Double, replicates values: [Double], n: Int, acceleration: Double) -> Estimate? {
        guard values.count * 10 >= replicates * 9 else { return nil }
        let sorted = values.sorted()
        var low = (1 - confidence) / 2
        var high = 1 - low
        if kind == .bca {
            let below = Double(sorted.count { $0 < value }) + 0.5 * Double(sorted.count { $0 == value })
            let bias = NormalDistribution.quantile(below / Double(sorted.count))
            // All replicates on one side: the correction is undefined, and the percentiles are all there is.
            if bias.isFinite {
                low = Self.adjusted(low, bias: bias, acceleration: acceleration)
                high = Self.adjusted(high, bias: bias, acceleration: acceleration)
            }
        }
        guard let lower = Quantiles.ofSorted(sorted, at: low), let upper = Quantiles.ofSorted(sorted, at: high) else {
            return nil
        }
        return Estimate(
            value: value, lower: lower, upper: upper, n: n, confidence: confidence,
            method: kind == .bca ? .bcaBootstrap : .percentileBootstrap)
    }

    /// Efron's (1987) corrected level Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z))).
    private static func adjusted(_ level: Double, bias: Double, acceleration: Double) -> Double {
        let shifted = bias + NormalDistribution.quantile(level)
        return NormalDistribution.lowerTail(bias + shifted / (1 - acceleration * shifted))
    }

    /// The acceleration Σd³ / 6(Σd²)^{3/2} from leave-one-out values, or leave-one-block-out beyond 1,000 rows.
    static func acceleration(rows n: Int, statistic: ([Int]) -> Double?) -> Double {
        let blocks = min(n, jackknifeBlocks)
        var values: [Double] = []
        for block in 0..<blocks {
            let from = block * n / blocks
            let to = (block + 1) * n / blocks
            if let value = statistic(Array(0..<from) + Array(to..<n)) { values.append(value) }
        }
        guard values.count > 1 else { return 0 }
        let mean = values.reduce(0, +) / Double(values.count)
        let squares = values.reduce(0) { $0 + (mean - $1) * (mean - $1) }
        let cubes = values.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
        return squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    }
}
