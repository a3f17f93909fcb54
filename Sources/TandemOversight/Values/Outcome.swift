import TandemLedger
import TandemTabular

/// What the world later told about a case.
public struct Outcome: Sendable, Hashable {
    /// Its id.
    public let id: ID<IDs.Outcome>
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// The decision it is about.
    public let decision: DecisionID
    /// The truth as a value of the project's question.
    public let value: JSONValue
    /// The truth as a label.
    public let label: String?
    /// Who told: `chargeback`, `customer`.
    public let source: String
    /// When it was seen in the world.
    public let observedAt: Instant
    /// The random id of who recorded it.
    public let recordedBy: String
    /// When it was recorded.
    public let recordedAt: Instant

    /// An outcome as it is stored.
    public init(
        id: ID<IDs.Outcome>, workspace: WorkspaceID, project: ProjectID, decision: DecisionID, value: JSONValue,
        label: String?, source: String, observedAt: Instant, recordedBy: String, recordedAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.decision = decision
        self.value = value
        self.label = label
        self.source = source
        self.observedAt = observedAt
        self.recordedBy = recordedBy
        self.recordedAt = recordedAt
    }
}
