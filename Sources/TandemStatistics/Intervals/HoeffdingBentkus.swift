import Foundation
import TandemNumerics

/// A test of a mean of numbers in [0, 1] against a limit, valid at every sample size.
///
/// S. Bates, A. Angelopoulos, L. Lei, J. Malik and M. Jordan, "Distribution-free, risk-controlling prediction sets",
/// JACM 68 (2021): the smaller of Hoeffding's bound exp(−n h(min(m, r), r)) and Bentkus' e · P(Bin(n, r) ≤ ⌈n m⌉).
public enum HoeffdingBentkus {
    /// How likely a mean as small as `mean` of `n` independent numbers in [0, 1] would be at most, were their expectation
    /// `limit` or more; in 0 … 1, 1 without numbers.
    public static func pValue(mean: Double, of n: Int, limit: Double) -> Double {
        guard n > 0, limit > 0, limit < 1 else { return 1 }
        let hoeffding = exp(-Double(n) * divergence(min(mean, limit), limit))
        // A sum of shares that is a whole number but for its rounding is that whole number.
        let sum = Int((Double(n) * mean - 1e-9).rounded(.up))
        let tail = BinomialDistribution(trials: n, probability: limit).lowerTail(through: max(0, sum))
        return min(hoeffding, M_E * tail, 1)
    }

    /// The divergence of two chances, a ln(a/b) + (1 − a) ln((1 − a)/(1 − b)).
    private static func divergence(_ a: Double, _ b: Double) -> Double {
        let first = a > 0 ? a * log(a / b) : 0
        let second = a < 1 ? (1 - a) * log((1 - a) / (1 - b)) : 0
        return first + second
    }
}
