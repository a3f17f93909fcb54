/// Bets that an error rate is above what is tolerated, each by its likelihood ratio against the tolerated rate.
public enum ErrorRateBets {
    /// The alternatives, as multiples of the tolerated rate.
    public static let multiples = [1.25, 1.5, 2.0, 3.0, 5.0]

    /// The share of capital that is spread evenly again before each outcome (see ``BettingMixture``): r / 20, at most
    /// 0.005.
    ///
    /// A bet gains about r · (2 ln 2 − 1) an outcome when errors double, so a share that does not shrink with r would
    /// eat up the gains at small rates: at r = 1 % a doubling after 5,000 quiet outcomes is found in about 1,900 more
    /// outcomes instead of 4,500.
    public static func share(tolerated r: Double) -> Double { min(0.005, r / 20) }

    /// λ of each alternative p: (p − r) / (r (1 − r)), the bet of fastest growth if p is the truth (Kelly 1956).
    public static func stakes(tolerated r: Double) -> [Double] {
        multiples.map { multiple in
            let alternative = min(multiple * r, r + 0.9 * (1 - r))
            return (alternative - r) / (r * (1 - r))
        }
    }

    /// What one unit becomes: 1 + λ w (x − r), with expectation ≤ 1 while the error rate is at most r; the weight w
    /// of an outcome lies in (0, 1].
    public static func factor(_ stake: Double, isError: Bool, weight: Double, tolerated r: Double) -> Double {
        1 + stake * weight * ((isError ? 1 : 0) - r)
    }
}
