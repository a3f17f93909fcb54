import TandemLedger
import TandemTabular

/// A live case with what was proposed, who decides and what came of it.
public struct Decision: Sendable, Hashable {
    /// Whether it is settled.
    public enum State: String, Sendable, Hashable, Codable {
        /// A person has still to decide; the model's label is provisional.
        case open
        /// Decided, by the model, a person or the deadline.
        case closed
    }

    /// Where its blind audit stands.
    public enum Audit: String, Sendable, Hashable, CaseIterable, Codable {
        /// It is not audited, or a person decided it anyway.
        case none
        /// People have still to answer.
        case pending
        /// People gave the model's label.
        case agreed
        /// People gave another label.
        case wrong
        /// People were not sure; counts as an error.
        case unsure
        /// Nobody answered in time; counts as an error.
        case missed

        /// Whether it counts as an error; nil while it does not count at all.
        public var isError: Bool? {
            switch self {
            case .none, .pending: nil
            case .agreed: false
            case .wrong, .unsure, .missed: true
            }
        }
    }

    /// Its id.
    public let id: DecisionID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// The case.
    public let item: ItemID
    /// What the model said; nil without a model.
    public let proposal: Proposal?
    /// Who was to decide, why, and whether it is audited.
    public let route: Route
    /// The probability with which it was chosen for an audit.
    public let auditProbability: Double
    /// The certificate that covers it, if it is automatic.
    public let certificate: CertificateID?
    /// The version of the policy in force.
    public let policyVersion: String
    /// The task that people answer, for the decision or for its audit.
    public let task: TaskID?
    /// Whether it is settled.
    public var state: State
    /// Who settled it: `auto`, `deadline` or a worker's id.
    public var decider: String?
    /// What was decided; provisional while open.
    public var value: JSONValue?
    /// When the default takes over.
    public let deadline: Instant?
    /// The label that takes over then.
    public let defaultLabel: String?
    /// Where the settled decision is sent.
    public let callback: String?
    /// Where its blind audit stands.
    public var audit: Audit
    /// When an unanswered audit counts as an error.
    public let auditDue: Instant?
    /// The label that the audit found.
    public var auditTruth: String?
    /// When it was taken.
    public let createdAt: Instant
    /// When it was settled.
    public var closedAt: Instant?
    /// What it was settled with before its first correction; nil while it was never corrected.
    public var firstValue: JSONValue?
    /// When it was corrected last.
    public var correctedAt: Instant?
    /// The agent's action that it is about, in place of a label.
    public var action: AgentAction?
    /// What was answered to the action.
    public var answer: ActionAnswer?

    /// A decision as it is stored.
    public init(
        id: DecisionID, workspace: WorkspaceID, project: ProjectID, item: ItemID, proposal: Proposal?, route: Route,
        auditProbability: Double, certificate: CertificateID?, policyVersion: String, task: TaskID?, state: State,
        decider: String?, value: JSONValue?, deadline: Instant?, defaultLabel: String?, callback: String?,
        audit: Audit, auditDue: Instant?, auditTruth: String? = nil, createdAt: Instant, closedAt: Instant?,
        firstValue: JSONValue? = nil, correctedAt: Instant? = nil, action: AgentAction? = nil,
        answer: ActionAnswer? = nil
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.item = item
        self.proposal = proposal
        self.route = route
        self.auditProbability = auditProbability
        self.certificate = certificate
        self.policyVersion = policyVersion
        self.task = task
        self.state = state
        self.decider = decider
        self.value = value
        self.deadline = deadline
        self.defaultLabel = defaultLabel
        self.callback = callback
        self.audit = audit
        self.auditDue = auditDue
        self.auditTruth = auditTruth
        self.createdAt = createdAt
        self.closedAt = closedAt
        self.firstValue = firstValue
        self.correctedAt = correctedAt
        self.action = action
        self.answer = answer
    }
}
