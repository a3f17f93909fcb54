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

/// The error rates a monitor bets on, each by its likelihood ratio against the tolerated rate.
enum ErrorBets {
    /// The alternatives, as multiples of the tolerated rate.
    static let multiples = [1.25, 1.5, 2.0, 3.0, 5.0]

    /// λ of each alternative p: (p − r) / (r (1 − r)), the bet of fastest growth if p is the truth (Kelly 1956).
    static func stakes(tolerated r: Double) -> [Double] {
        multiples.map { multiple in
            let alternative = min(multiple * r, r + 0.9 * (1 - r))
            return (alternative - r) / (r * (1 - r))
        }
    }

    /// What one unit becomes: 1 + λ w (x − r), with expectation ≤ 1 while the error rate is at most r.
    static func factor(_ stake: Double, _ outcome: AuditedOutcome, tolerated r: Double) -> Double {
        1 + stake * outcome.weight * ((outcome.isError ? 1 : 0) - r)
    }
}
