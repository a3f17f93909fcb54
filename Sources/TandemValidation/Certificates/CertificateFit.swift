/// What calibration found: for each label, from which score on its decisions may be automatic.
public struct CertificateFit: Sendable, Hashable {
    /// The finding for one predicted label.
    public struct Label: Sendable, Hashable {
        /// The predicted label it is about.
        public let label: Int
        /// The promised error rate r; nil where the label is never automatic by rule.
        public let maxError: Double?
        /// The failure probability spent on this label.
        public let delta: Double
        /// Decisions with score ≥ threshold are automatic; nil means never.
        public let threshold: Double?
        /// The number of calibration items with this predicted label.
        public let candidates: Int
        /// How many of them reach the threshold.
        public let accepted: Int
        /// How many of those were wrong (or unanswered).
        public let errors: Int
        /// The Clopper–Pearson upper bound of the accepted error rate at `delta`; 1 when nothing is accepted.
        ///
        /// Given for display at the chosen threshold: it is at most `maxError` by construction of the test.
        public let bound: Double
        /// What is missing for a certificate; nil when there is one or the label is never automatic by rule.
        public let shortfall: Shortfall?

        /// The share of this label's decisions that would be automatic.
        public var coverage: Double { candidates == 0 ? 0 : Double(accepted) / Double(candidates) }
    }

    /// How many more calibration items a certificate needs at the least.
    public struct Shortfall: Sendable, Hashable {
        /// Additional accepted items of this predicted label, if not one of them were wrong.
        public let itemsIfClean: Int
        /// The same if the error rate of the best start seen so far goes on; nil when that rate is not below r.
        public let itemsAtPresentRate: Int?
        /// The items of any label to be sampled so as to get them, at the present mix, if none is wrong; nil without
        /// any item of this label.
        public let samplesIfClean: Int?
        /// The same at the present error rate.
        public let samplesAtPresentRate: Int?
    }

    /// The upper bound on the share of a true label that automatic decisions get wrong.
    public struct Missed: Sendable, Hashable {
        /// The true label.
        public let label: Int
        /// Calibration items with this truth, unanswered ones included.
        public let n: Int
        /// How many of them would have been decided automatically as something else.
        public let missed: Int
        /// With probability 1 − δ no larger share of this label is decided automatically as something else.
        public let bound: Double
    }

    /// The findings, label after label.
    public let labels: [Label]
    /// What is missed, true label after true label.
    public let missed: [Missed]
    /// The number of calibration items.
    public let n: Int

    /// Whether a decision with this label and score may be automatic.
    public func isAutomatic(predicted: Int, score: Double) -> Bool {
        guard labels.indices.contains(predicted), let threshold = labels[predicted].threshold else { return false }
        return score >= threshold
    }

    /// Whether any label may be decided automatically.
    public var isUsable: Bool { labels.contains { $0.threshold != nil } }

    /// The share of all calibration items that would be decided automatically.
    public var coverage: Double { n == 0 ? 0 : Double(labels.reduce(0) { $0 + $1.accepted }) / Double(n) }
}
