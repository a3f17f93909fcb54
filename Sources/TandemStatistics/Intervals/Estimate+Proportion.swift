import TandemNumerics

extension Estimate {
    /// The share `successes / n` with Wilson's score interval; nil without observations.
    ///
    /// E. B. Wilson, JASA 22 (1927): (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n).
    public static func wilson(successes: Int, of n: Int, confidence: Double = 0.95) -> Estimate? {
        guard n > 0, successes >= 0, successes <= n, confidence > 0, confidence < 1 else { return nil }
        let bounds = wilsonBounds(successes: Double(successes), n: Double(n), confidence: confidence)
        return Estimate(
            value: Double(successes) / Double(n), lower: successes == 0 ? 0 : bounds.lower,
            upper: successes == n ? 1 : bounds.upper, n: n, confidence: confidence, method: .wilson)
    }

    /// The share `successes / n` with the exact interval of Clopper and Pearson; nil without observations.
    ///
    /// C. J. Clopper and E. S. Pearson, Biometrika 26 (1934). Covers at least `confidence` for every true share.
    public static func clopperPearson(successes: Int, of n: Int, confidence: Double = 0.95) -> Estimate? {
        guard n > 0, successes >= 0, successes <= n, confidence > 0, confidence < 1 else { return nil }
        let tail = (1 - confidence) / 2
        return Estimate(
            value: Double(successes) / Double(n),
            lower: ExactBound.lower(successes: successes, of: n, delta: tail),
            upper: ExactBound.upper(successes: successes, of: n, delta: tail), n: n, confidence: confidence,
            method: .clopperPearson)
    }

    static func wilsonBounds(successes: Double, n: Double, confidence: Double) -> (lower: Double, upper: Double) {
        let z = NormalDistribution.quantile(0.5 + confidence / 2)
        let share = successes / n
        let square = z * z
        let center = share + square / (2 * n)
        let reach = z * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        return (max(0, (center - reach) / scale), min(1, (center + reach) / scale))
    }
}

/// One-sided exact bounds of a proportion (Clopper and Pearson 1934).
public enum ExactBound {
    /// The smallest share that would not be refuted at level `delta` by as few successes: true share ≤ bound with
    /// probability ≥ 1 − δ; 1 without observations.
    public static func upper(successes: Int, of n: Int, delta: Double) -> Double {
        guard n > 0, successes < n else { return 1 }
        return BetaDistribution(alpha: Double(successes + 1), beta: Double(n - successes)).quantile(upperTail: delta)
    }

    /// The largest share that would not be refuted at level `delta` by as many successes: true share ≥ bound with
    /// probability ≥ 1 − δ; 0 without observations.
    public static func lower(successes: Int, of n: Int, delta: Double) -> Double {
        guard n > 0, successes > 0 else { return 0 }
        return BetaDistribution(alpha: Double(successes), beta: Double(n - successes + 1)).quantile(delta)
    }
}
