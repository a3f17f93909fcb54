/// How predictions of a two-class question met the truth in one group of rows; sums of weights, 1 each without weights.
public struct OutcomeCounts: Sendable, Hashable {
    /// Positive, predicted positive.
    public var truePositives: Double
    /// Negative, predicted positive.
    public var falsePositives: Double
    /// Negative, predicted negative.
    public var trueNegatives: Double
    /// Positive, predicted negative.
    public var falseNegatives: Double

    /// Counts, by default none.
    public init(
        truePositives: Double = 0, falsePositives: Double = 0, trueNegatives: Double = 0, falseNegatives: Double = 0
    ) {
        self.truePositives = truePositives
        self.falsePositives = falsePositives
        self.trueNegatives = trueNegatives
        self.falseNegatives = falseNegatives
    }

    /// All rows.
    public var total: Double { truePositives + falsePositives + trueNegatives + falseNegatives }
    /// Rows that are positive.
    public var positives: Double { truePositives + falseNegatives }
    /// Rows that are negative.
    public var negatives: Double { trueNegatives + falsePositives }
    /// Rows predicted positive.
    public var predictedPositives: Double { truePositives + falsePositives }
    /// Rows predicted negative.
    public var predictedNegatives: Double { trueNegatives + falseNegatives }
    /// Rows predicted right.
    public var correct: Double { truePositives + trueNegatives }

    /// Adds a row.
    public mutating func add(truth: Bool, predicted: Bool, weight: Double = 1) {
        switch (truth, predicted) {
        case (true, true): truePositives += weight
        case (false, true): falsePositives += weight
        case (false, false): trueNegatives += weight
        case (true, false): falseNegatives += weight
        }
    }

    /// The counts of two groups together.
    public static func + (one: OutcomeCounts, other: OutcomeCounts) -> OutcomeCounts {
        OutcomeCounts(
            truePositives: one.truePositives + other.truePositives,
            falsePositives: one.falsePositives + other.falsePositives,
            trueNegatives: one.trueNegatives + other.trueNegatives,
            falseNegatives: one.falseNegatives + other.falseNegatives)
    }

    /// The share `part / whole`; NaN where there is nothing to share, never a made-up number.
    package static func share(_ part: Double, _ whole: Double) -> Double { whole > 0 ? part / whole : .nan }
}
