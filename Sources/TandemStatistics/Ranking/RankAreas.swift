import TandemNumerics

/// What a binary ranking is worth in single numbers, in one pass over rows sorted before.
public struct RankAreas: Sendable, Hashable {
    /// The area under the ROC curve; nil unless both kinds have weight.
    public let rocAUC: Double?
    /// The area under the precision–recall curve as average precision; nil without positives.
    public let averagePrecision: Double?
    /// The largest distance between the scores' distributions among positives and negatives, max |TPR − FPR|
    /// (Kolmogorov and Smirnov); nil unless both kinds have weight.
    public let kolmogorovSmirnov: Double?

    /// Measures rows in their order.
    ///
    /// - Parameters:
    ///   - order: the rows sorted by score.
    ///   - positive: whether each row is positive.
    ///   - weights: each row's weight, ≥ 0; one each when nil.
    public init(order: RankOrder, positive: [Bool], weights: [Double]? = nil) {
        let (plus, minus) = Self.totals(positive, weights)
        var above = 0.0
        var seen = 0.0
        var twiceArea = 0.0
        var precisionArea = 0.0
        var gap = 0.0
        for group in 0..<order.groupCount {
            var (p, q) = (0.0, 0.0)
            for place in order.places(group) {
                let row = Int(order.rows[place])
                let weight = weights?[row] ?? 1
                if positive[row] { p += weight } else { q += weight }
            }
            // Every positive above a group's negatives counts 1, every one beside them a half.
            twiceArea += q * (2 * above + p)
            above += p
            seen += p + q
            if p > 0 { precisionArea += p * above / seen }
            gap = max(gap, abs(above * minus - (seen - above) * plus))
        }
        let pairs = plus * minus
        rocAUC = pairs > 0 ? twiceArea / (2 * pairs) : nil
        averagePrecision = plus > 0 ? precisionArea / plus : nil
        kolmogorovSmirnov = pairs > 0 ? gap / pairs : nil
    }

    private static func totals(_ positive: [Bool], _ weights: [Double]?) -> (plus: Double, minus: Double) {
        guard let weights else {
            let plus = positive.count { $0 }
            return (Double(plus), Double(positive.count - plus))
        }
        var plus = CompensatedSum()
        var minus = CompensatedSum()
        for (row, weight) in weights.enumerated() {
            if positive[row] { plus.add(weight) } else { minus.add(weight) }
        }
        return (plus.value, minus.value)
    }
}
