import TandemLedger
import TandemOversight
import TandemTabular

/// An outcome as callers and pages see it.
public struct OutcomeView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: ID<IDs.Outcome>
    /// The decision it is about.
    public var decision: DecisionID
    /// The truth.
    public var value: JSONValue
    /// Who told.
    public var source: String
    /// When it was seen in the world.
    public var observedAt: Instant
    /// When it was recorded.
    public var recordedAt: Instant

    init(_ outcome: Outcome) {
        id = outcome.id
        decision = outcome.decision
        value = outcome.value
        source = outcome.source
        observedAt = outcome.observedAt
        recordedAt = outcome.recordedAt
    }
}
