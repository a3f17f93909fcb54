/// The quantile of calibration scores that split conformal prediction compares with.
public enum ConformalQuantile {
    /// Which of `n` scores in rising order, counted from 1, is the quantile: ⌈(n + 1) · confidence⌉.
    ///
    /// Above `n` no score of this calibration is high enough, and every label belongs to the set.
    public static func rank(_ n: Int, confidence: Double) -> Int {
        // A product that is a whole number but for its rounding is that whole number.
        max(1, Int((Double(n + 1) * confidence - 1e-9).rounded(.up)))
    }

    /// The quantile of scores in rising order; infinite when there are too few.
    public static func ofSorted(_ scores: [Double], confidence: Double) -> Double {
        let rank = rank(scores.count, confidence: confidence)
        return rank <= scores.count ? scores[rank - 1] : .infinity
    }

    /// The smallest number of scores that has a finite quantile.
    public static func needed(confidence: Double) -> Int {
        var n = 0
        while rank(n, confidence: confidence) > n { n = max(n + 1, Int(confidence / (1 - confidence)) - 2) }
        return n
    }
}
