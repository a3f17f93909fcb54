import Foundation
import TandemNumerics

extension SplitMix64 {
    /// The number of successes in `trials` tries that succeed with `probability`.
    ///
    /// Exact: inversion for small means, otherwise W. Hörmann's transformed rejection BTRD without squeezes (1993),
    /// so the cost does not grow with the number of trials.
    mutating func binomial(trials: Int, probability: Double) -> Int {
        if trials <= 0 || probability <= 0 { return 0 }
        if probability >= 1 { return trials }
        if probability > 0.5 { return trials - binomial(trials: trials, probability: 1 - probability) }
        return Double(trials) * probability < 10
            ? binomialByInversion(trials, probability) : binomialByRejection(trials, probability)
    }

    private mutating func binomialByInversion(_ trials: Int, _ p: Double) -> Int {
        // Geometric gaps between successes (Devroye 1986, X.4.1): about trials × p + 1 steps.
        let scale = log1p(-p)
        var position = 0.0
        var successes = -1
        repeat {
            position += (log(1 - uniform()) / scale).rounded(.down) + 1
            successes += 1
        } while position <= Double(trials)
        return successes
    }

    private mutating func binomialByRejection(_ trials: Int, _ p: Double) -> Int {
        let n = Double(trials)
        let spread = (n * p * (1 - p)).squareRoot()
        let b = 1.15 + 2.53 * spread
        let a = -0.0873 + 0.0248 * b + 0.01 * p
        let center = n * p + 0.5
        let alpha = (2.83 + 5.1 / b) * spread
        let reach = 0.92 - 4.2 / b
        let mode = ((n + 1) * p).rounded(.down)
        let odds = log(p / (1 - p))
        let peak = SpecialFunctions.logGamma(mode + 1) + SpecialFunctions.logGamma(n - mode + 1)
        while true {
            let u = uniform() - 0.5
            let v = 1 - uniform()
            let us = 0.5 - abs(u)
            let k = ((2 * a / us + b) * u + center).rounded(.down)
            if us >= 0.07, v <= reach, k >= 0, k <= n { return Int(k) }
            guard k >= 0, k <= n else { continue }
            let hat = log(v * alpha / (a / (us * us) + b))
            let target =
                peak - SpecialFunctions.logGamma(k + 1) - SpecialFunctions.logGamma(n - k + 1) + (k - mode) * odds
            if hat <= target { return Int(k) }
        }
    }
}
