import TandemNumerics

/// The test of Mann (1945) and Kendall (1975) for a monotone trend in a series.
public struct MannKendall: Sendable, Hashable {
    /// Rising pairs minus falling pairs; negative when the series falls.
    public let statistic: Int
    /// Two-sided p-value of "no trend".
    public let pValue: Double
    /// One-sided p-value against a falling series.
    public let pValueFalling: Double
    /// Whether the p-values come from the exact permutation distribution; else from the normal approximation.
    public let isExact: Bool

    /// Longest series whose distribution is computed exactly.
    public static let exactLimit = 60

    /// Tests the values in their order; nil for fewer than two or when one is not finite.
    ///
    /// Exact for up to 60 values without ties; otherwise normal with the tie-corrected variance
    /// (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 and a continuity correction of one.
    public init?(_ values: [Double]) {
        guard values.count > 1, values.allSatisfy(\.isFinite) else { return nil }
        var sum = 0
        var hasTies = false
        for right in values.indices {
            for left in 0..<right {
                if values[right] > values[left] { sum += 1 }
                if values[right] < values[left] { sum -= 1 }
                if values[right] == values[left] { hasTies = true }
            }
        }
        statistic = sum
        isExact = !hasTies && values.count <= Self.exactLimit
        if isExact {
            pValueFalling = Self.exactLowerTail(n: values.count, statistic: sum)
            pValue = min(1, 2 * Self.exactLowerTail(n: values.count, statistic: -abs(sum)))
        } else {
            let spread = Self.variance(values).squareRoot()
            func z(_ s: Int, _ correction: Double) -> Double { spread > 0 ? (Double(s) + correction) / spread : 0 }
            pValueFalling = spread > 0 ? NormalDistribution.lowerTail(z(sum, 1)) : 1
            pValue = sum == 0 ? 1 : min(1, 2 * NormalDistribution.lowerTail(z(-abs(sum), 1)))
        }
    }

    private static func variance(_ values: [Double]) -> Double {
        func term(_ n: Double) -> Double { n * (n - 1) * (2 * n + 5) }
        var ties: [Double: Int] = [:]
        for value in values { ties[value, default: 0] += 1 }
        let correction = ties.values.sorted().reduce(0) { $0 + term(Double($1)) }
        return (term(Double(values.count)) - correction) / 18
    }

    /// P(S ≤ s) when all orders are equally likely, from the distribution of inversions of a permutation.
    private static func exactLowerTail(n: Int, statistic: Int) -> Double {
        // S = n(n−1)/2 − 2 × inversions; adding the k-th value adds 0 … k−1 inversions with equal chance.
        let pairs = n * (n - 1) / 2
        var shares = [1.0]
        for k in 2...n {
            var next = [Double](repeating: 0, count: shares.count + k - 1)
            for (inversions, share) in shares.enumerated() {
                for added in 0..<k { next[inversions + added] += share / Double(k) }
            }
            shares = next
        }
        let fewest = (pairs - statistic + 1) / 2
        return fewest > pairs ? 0 : min(1, shares[max(0, fewest)...pairs].reduce(0, +))
    }
}
