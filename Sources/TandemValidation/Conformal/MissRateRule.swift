import TandemStatistics

/// From which score on everything is to be selected so that little of what is there is missed.
///
/// The loss of an item is the share of its positives with a score below the threshold (its false-negative rate, 0 or 1
/// where an item is one yes-or-no question). Items are exchangeable with later ones that have a positive.
public struct MissRateRule: Sendable, Hashable {
    /// The false-negative rate that is allowed, in (0, 1).
    public let maxMissed: Double
    /// 1 − δ for the promise that holds with a probability.
    public let confidence: Double

    /// Sets the rule up.
    ///
    /// - Precondition: both lie strictly between 0 and 1.
    public init(maxMissed: Double, confidence: Double = 0.95) {
        precondition(maxMissed > 0 && maxMissed < 1, "a rate lies between 0 and 1")
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.maxMissed = maxMissed
        self.confidence = confidence
    }

    /// A threshold and what it missed in calibration.
    public struct Finding: Sendable, Hashable {
        /// Everything with score ≥ threshold is selected; nil where only selecting everything would keep the promise.
        public let threshold: Double?
        /// The false-negative rate of the calibration items at it.
        public let missed: Double
    }

    /// The highest threshold that keeps the rate **on average** over calibrations and items: conformal risk control.
    ///
    /// A. Angelopoulos, S. Bates, A. Fisch, L. Lei and T. Schuster, "Conformal risk control", ICLR 2024: the highest
    /// with n/(n+1) · R̂ + 1/(n+1) ≤ r.
    public func onAverage(_ positives: PositiveScores) -> Finding {
        let n = Double(positives.count)
        return highest(positives) { missed in (n * missed + 1) / (n + 1) <= maxMissed + 1e-12 }
    }

    /// The highest threshold that keeps the rate **with probability** `confidence` over calibrations: fixed-sequence
    /// Learn-then-Test from the lowest threshold upwards, by the p-values of ``HoeffdingBentkus``, or by the exact
    /// binomial tail where each item has one positive.
    public func withConfidence(_ positives: PositiveScores) -> Finding {
        let n = positives.count
        let isBinary = positives.items.allSatisfy { $0.count == 1 }
        let delta = 1 - confidence
        return highest(positives) { missed in
            if isBinary {
                let errors = Int((missed * Double(n)).rounded())
                return ExactBound.upper(successes: errors, of: n, delta: delta) <= maxMissed
            }
            return HoeffdingBentkus.pValue(mean: missed, of: n, limit: maxMissed) <= delta
        }
    }

    /// The fewest items with a positive that could keep the rate on average: ⌈1/r⌉ − 1.
    public var neededOnAverage: Int { max(1, Int((1 / maxMissed - 1e-9).rounded(.up)) - 1) }

    /// The fewest items with a positive that could keep the rate with probability `confidence`, if none is missed.
    public var neededWithConfidence: Int? { SampleSize.clean(maxError: maxMissed, delta: 1 - confidence) }

    /// What each threshold misses.
    public struct Point: Sendable, Hashable {
        /// Everything with score ≥ threshold is selected.
        public let threshold: Double
        /// The false-negative rate of the calibration items at it.
        public let missed: Double
    }

    /// What is missed at thresholds from the highest score of a positive to the lowest, about `size` of them.
    public func curve(_ positives: PositiveScores, size: Int = 200) -> [Point] {
        let all = positives.distinct
        let step = max(1, all.count / size)
        let thresholds = all.indices.filter { $0 % step == 0 || $0 == all.count - 1 }.map { all[$0] }
        return zip(thresholds, positives.missed(below: thresholds)).map { Point(threshold: $0, missed: $1) }
    }

    /// The last threshold before the first that fails, from the lowest score of a positive upwards.
    private func highest(_ positives: PositiveScores, holds: (Double) -> Bool) -> Finding {
        let thresholds = positives.distinct
        let missed = positives.missed(below: thresholds)
        var best: Int?
        for place in thresholds.indices.reversed() {
            guard holds(missed[place]) else { break }
            best = place
        }
        return Finding(threshold: best.map { thresholds[$0] }, missed: best.map { missed[$0] } ?? 0)
    }
}
