import TandemStatistics

/// One audited automatic decision.
public struct AuditedOutcome: Sendable, Hashable {
    /// Whether the decision was wrong; unanswered and "unsure" audits count as wrong.
    public let isError: Bool
    /// The smallest audit probability in use divided by this decision's own, in (0, 1]: 1 while all decisions are
    /// audited with one probability.
    public let weight: Double

    /// Makes an outcome; the weight is held inside (0, 1].
    public init(isError: Bool, weight: Double = 1) {
        self.isError = isError
        self.weight = weight > 0 ? min(weight, 1) : 1
    }
}

extension ErrorRateBets {
    /// What one unit on a stake becomes with an audited outcome.
    static func factor(_ stake: Double, _ outcome: AuditedOutcome, tolerated r: Double) -> Double {
        factor(stake, isError: outcome.isError, weight: outcome.weight, tolerated: r)
    }
}
