import TandemStatistics

/// How the error rate grows with the share of decisions taken automatically, surest first.
///
/// R. El-Yaniv and Y. Wiener, "On the foundations of noise-free selective classification", JMLR 11 (2010).
public struct RiskCoverageCurve: Sendable, Hashable {
    /// One threshold.
    public struct Point: Sendable, Hashable {
        /// Decisions with score ≥ threshold are automatic.
        public let threshold: Double
        /// How many of the items are.
        public let accepted: Int
        /// How many of those are wrong or unanswered.
        public let errors: Int
        /// Their error rate with its exact interval; of this threshold alone, not of one chosen by looking.
        public let rate: Estimate
    }

    /// The points by falling threshold, none inside a tie.
    public let points: [Point]
    /// The number of items.
    public let n: Int

    /// The curve of some items whatever their labels, at `size` evenly spaced places or fewer.
    public init(_ items: [CalibrationItem], size: Int = 200, confidence: Double = 0.95) {
        let prefixes = Prefixes(items: items.filter { !$0.score.isNaN })
        n = items.count
        points = prefixes.grid(from: 1, size: size).compactMap { length in
            let errors = prefixes.errors[length]
            return Estimate.clopperPearson(successes: errors, of: length, confidence: confidence).map {
                Point(threshold: prefixes.scores[length - 1], accepted: length, errors: errors, rate: $0)
            }
        }
    }
}
