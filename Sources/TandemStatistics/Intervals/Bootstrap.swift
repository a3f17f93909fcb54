import TandemNumerics

/// The bootstrap: intervals for any statistic by drawing the rows again with replacement (Efron 1979).
///
/// Deterministic in the seed. Paired comparisons come for free: a statistic that reads both models' answers at the
/// same drawn rows is a paired bootstrap.
public struct Bootstrap: Sendable, Hashable {
    /// How the replicates become an interval.
    public enum Kind: Sendable, Hashable {
        /// The quantiles of the replicates.
        case percentile
        /// Bias-corrected and accelerated (Efron 1987): second-order accurate, costs one leave-one-out pass.
        case bca
    }

    /// Start of the random stream; the same seed gives the same interval.
    public let seed: UInt64
    /// Number of replicates.
    public let replicates: Int
    /// Confidence of the interval, as 0.95.
    public let confidence: Double
    /// How the replicates become an interval.
    public let kind: Kind

    /// Rows above which the leave-one-out pass of BCa leaves out whole blocks instead of single rows.
    static let jackknifeBlocks = 1_000

    /// Sets up a bootstrap with at least 100 replicates.
    public init(seed: UInt64, replicates: Int = 2_000, confidence: Double = 0.95, kind: Kind = .percentile) {
        precondition(replicates >= 100, "a bootstrap needs at least 100 replicates")
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.seed = seed
        self.replicates = replicates
        self.confidence = confidence
        self.kind = kind
    }

    /// An estimate of `statistic` over rows 0 ..< n; nil when the statistic is undefined on the rows themselves or
    /// on more than one replicate in ten.
    ///
    /// The statistic gets row numbers (with repetitions in the replicates) and gives nil where it is undefined.
    public func estimate(rows n: Int, statistic: ([Int]) -> Double?) -> Estimate? {
        guard n > 0, let value = statistic(Array(0..<n)) else { return nil }
        var random = SplitMix64(seed: seed)
        var drawn = [Int](repeating: 0, count: n)
        var values: [Double] = []
        values.reserveCapacity(replicates)
        for _ in 0..<replicates {
            for index in 0..<n { drawn[index] = random.below(n) }
            if let replicate = statistic(drawn) { values.append(replicate) }
        }
        let acceleration = kind == .bca ? Self.acceleration(rows: n, statistic: statistic) : 0
        return interval(value: value, replicates: values, n: n, acceleration: acceleration)
    }

    /// An estimate of a mean; nil for no values.
    public func mean(of values: [Double]) -> Estimate? {
        estimate(rows: values.count) { rows in
            rows.reduce(0) { $0 + values[$1] } / Double(rows.count)
        }
    }

    /// An estimate of a statistic of the counts in cells, as group × label × prediction; always by percentiles.
    ///
    /// Draws the counts from the multinomial distribution, which is the very distribution of counts under row-wise
    /// drawing, at a cost that depends on the number of cells instead of rows.
    public func estimate(counts: [Int], statistic: ([Int]) -> Double?) -> Estimate? {
        let n = counts.reduce(0, +)
        guard n > 0, counts.allSatisfy({ $0 >= 0 }), let value = statistic(counts) else { return nil }
        var random = SplitMix64(seed: seed)
        var values: [Double] = []
        values.reserveCapacity(replicates)
        for _ in 0..<replicates {
            if let replicate = statistic(Self.multinomial(counts, n: n, &random)) { values.append(replicate) }
        }
        return Bootstrap(seed: seed, replicates: replicates, confidence: confidence, kind: .percentile)
            .interval(value: value, replicates: values, n: n, acceleration: 0)
    }

    /// Multinomial counts by a chain of conditional binomials.
    package static func multinomial(_ counts: [Int], n: Int, _ random: inout SplitMix64) -> [Int] {
        var left = n
        var mass = n
        return counts.map { count in
            guard left > 0, count > 0 else { return 0 }
            let share = Double(count) / Double(mass)
            let drawn = count == mass ? left : random.binomial(trials: left, probability: share)
            left -= drawn
            mass -= count
            return drawn
        }
    }
}
