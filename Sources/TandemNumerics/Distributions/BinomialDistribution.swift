import Foundation

/// The number of successes in independent trials of equal probability, with exact tails.
public struct BinomialDistribution: Sendable, Hashable {
    /// The number of trials, n ≥ 0.
    public let trials: Int
    /// The chance of success in each trial, in [0, 1].
    public let probability: Double

    /// Makes the distribution of successes in `trials` trials that succeed with `probability`.
    public init(trials: Int, probability: Double) {
        self.trials = trials
        self.probability = probability
    }

    /// P(X = k), by Loader's saddle-point expansion (2000).
    public func mass(_ k: Int) -> Double {
        guard k >= 0, k <= trials else { return 0 }
        let p = probability
        if p == 0 { return k == 0 ? 1 : 0 }
        if p == 1 { return k == trials ? 1 : 0 }
        let n = Double(trials)
        if k == 0 { return exp(n * log1p(-p)) }
        if k == trials { return exp(n * log(p)) }
        let x = Double(k)
        let y = n - x
        let exponent =
            SpecialFunctions.stirlingError(n) - SpecialFunctions.stirlingError(x) - SpecialFunctions.stirlingError(y)
            - SpecialFunctions.deviance(x, mean: n * p) - SpecialFunctions.deviance(y, mean: n * (1 - p))
        return exp(exponent) * (n / (2 * Double.pi * x * y)).squareRoot()
    }

    /// P(X ≤ k) = I_{1−p}(n − k, k + 1), exact also in the far tail.
    public func lowerTail(through k: Int) -> Double {
        if k < 0 { return 0 }
        if k >= trials { return 1 }
        return BetaDistribution(alpha: Double(k + 1), beta: Double(trials - k)).upperTail(probability)
    }

    /// P(X ≥ k) = I_p(k, n − k + 1), exact also in the far tail.
    public func upperTail(from k: Int) -> Double {
        if k <= 0 { return 1 }
        if k > trials { return 0 }
        return BetaDistribution(alpha: Double(k), beta: Double(trials - k + 1)).lowerTail(probability)
    }
}
