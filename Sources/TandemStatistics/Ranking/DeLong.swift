import TandemNumerics

/// The areas under ROC curves of several scores of the same rows, and how they vary together.
///
/// E. DeLong, D. DeLong and D. Clarke-Pearson, Biometrics 44 (1988), from sorted scores in O(n log n) as X. Sun and
/// W. Xu, "Fast implementation of DeLong's algorithm", IEEE Signal Processing Letters 21 (2014).
public struct DeLong: Sendable, Hashable {
    /// The area under each score's ROC curve.
    public let areas: [Double]
    /// The covariances of the areas.
    public let covariance: Matrix
    /// Number of rows.
    public let n: Int

    /// Compares scores of the same rows, each by its order; nil unless both kinds occur twice.
    public init?(orders: [RankOrder], positive: [Bool]) {
        let plus = positive.count { $0 }
        let minus = positive.count - plus
        guard plus > 1, minus > 1, orders.allSatisfy({ $0.rows.count == positive.count }) else { return nil }
        let parts = orders.map { Self.placements($0, positive, Double(plus), Double(minus)) }
        let areas = parts.map { placements in
            RowWeights.sum(positive.count) { positive[$0] ? placements[$0] : 0 } / Double(plus)
        }
        var covariance = Matrix(rows: orders.count, columns: orders.count)
        for first in orders.indices {
            for second in first..<orders.count {
                let (a, b) = (parts[first], parts[second])
                let (meanA, meanB) = (areas[first], areas[second])
                let ofPositives = RowWeights.sum(positive.count) {
                    positive[$0] ? (a[$0] - meanA) * (b[$0] - meanB) : 0
                }
                let ofNegatives = RowWeights.sum(positive.count) {
                    positive[$0] ? 0 : (a[$0] - meanA) * (b[$0] - meanB)
                }
                let value =
                    ofPositives / Double(plus - 1) / Double(plus) + ofNegatives / Double(minus - 1) / Double(minus)
                covariance[first, second] = value
                covariance[second, first] = value
            }
        }
        self.areas = areas
        self.covariance = covariance
        n = positive.count
    }

    /// For each positive the share of negatives below it, for each negative the share of positives above it; ties half.
    private static func placements(
        _ order: RankOrder, _ positive: [Bool], _ plus: Double, _ minus: Double
    ) -> [Double] {
        var placements = [Double](repeating: 0, count: positive.count)
        var positivesAbove = 0.0
        var negativesAbove = 0.0
        for group in 0..<order.groupCount {
            let places = order.places(group)
            let here = Double(places.count { positive[Int(order.rows[$0])] })
            let others = Double(places.count) - here
            let ofPositive = (minus - negativesAbove - others / 2) / minus
            let ofNegative = (positivesAbove + here / 2) / plus
            for place in places {
                let row = Int(order.rows[place])
                placements[row] = positive[row] ? ofPositive : ofNegative
            }
            positivesAbove += here
            negativesAbove += others
        }
        return placements
    }

    /// One area with its normal interval, held inside 0 … 1; nil where no variation was seen, as with a perfect score.
    public func interval(of place: Int = 0, confidence: Double = 0.95) -> Estimate? {
        let spread = covariance[place, place].squareRoot()
        guard spread > 0 else { return nil }
        let reach = NormalDistribution.quantile(0.5 + confidence / 2) * spread
        return Estimate(
            value: areas[place], lower: max(0, areas[place] - reach), upper: min(1, areas[place] + reach), n: n,
            confidence: confidence, method: .deLong)
    }

    /// What is known of the difference of two areas.
    public struct Difference: Sendable, Hashable {
        /// second − first, with its normal interval.
        public let estimate: Estimate
        /// The difference in standard errors.
        public let z: Double
        /// Two-sided p-value of equal areas.
        public let pValue: Double
    }

    /// The second area less the first; nil where the two rank alike and nothing varies.
    public func difference(first: Int = 0, second: Int = 1, confidence: Double = 0.95) -> Difference? {
        let variance = covariance[first, first] + covariance[second, second] - 2 * covariance[first, second]
        // What is left of equal numbers after subtraction is rounding, not variation.
        guard variance > 1e-15 * (covariance[first, first] + covariance[second, second]) else { return nil }
        let value = areas[second] - areas[first]
        let spread = variance.squareRoot()
        let reach = NormalDistribution.quantile(0.5 + confidence / 2) * spread
        return Difference(
            estimate: Estimate(
                value: value, lower: value - reach, upper: value + reach, n: n, confidence: confidence, method: .deLong),
            z: value / spread, pValue: 2 * NormalDistribution.upperTail(abs(value / spread)))
    }
}
