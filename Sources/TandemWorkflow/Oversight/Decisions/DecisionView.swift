import TandemGovernance
import TandemLedger
import TandemOversight
import TandemTabular

/// A decision as callers and pages see it.
public struct DecisionView: Sendable, Codable, Hashable {
    /// Its id.
    public var id: DecisionID
    /// The project.
    public var project: ProjectID
    /// The case.
    public var item: ItemID
    /// `auto` or `human`.
    public var route: Route.Kind
    /// `open` or `closed`.
    public var state: Decision.State
    /// What was decided; provisional (the model's label) while a person has still to decide.
    public var value: JSONValue?
    /// Whether a person may still change the value.
    public var provisional: Bool
    /// Who decided: `auto`, `deadline` or a worker's id.
    public var decider: String?
    /// The label that the model proposed.
    public var label: String?
    /// Its probability.
    public var probability: Double?
    /// The probability of every label.
    public var scores: [String: Double]
    /// The version of the model.
    public var modelVersion: String?
    /// Every reason for the route.
    public var reasons: [RoutingReason]
    /// Whether people answer it blind as well.
    public var audited: Bool
    /// The probability with which it was chosen for that.
    public var auditProbability: Double
    /// Where that audit stands.
    public var audit: Decision.Audit
    /// The certificate that covers an automatic decision.
    public var certificate: CertificateID?
    /// The version of the policy in force.
    public var policyVersion: String
    /// The task that people answer.
    public var task: TaskID?
    /// When the default takes over.
    public var deadline: Instant?
    /// The label that takes over then.
    public var defaultLabel: String?
    /// When it was taken.
    public var createdAt: Instant
    /// When it was settled.
    public var closedAt: Instant?
    /// Whether what the model said is left out, because the reader may be asked to answer this case blind.
    public var withheld: Bool
    /// Where to look: `self`.
    public var links: [String: String]

    init(_ decision: Decision) {
        id = decision.id
        project = decision.project
        item = decision.item
        route = decision.route.kind
        state = decision.state
        value = decision.value
        provisional = decision.state == .open
        decider = decision.decider
        label = decision.proposal?.label
        probability = decision.proposal?.probability
        scores = decision.proposal?.scores ?? [:]
        modelVersion = decision.proposal?.version
        reasons = decision.route.reasons
        audited = decision.route.audited
        auditProbability = decision.auditProbability
        audit = decision.audit
        certificate = decision.certificate
        policyVersion = decision.policyVersion
        task = decision.task
        deadline = decision.deadline
        defaultLabel = decision.defaultLabel
        createdAt = decision.createdAt
        closedAt = decision.closedAt
        withheld = false
        links = ["self": "/api/v1/decisions/\(decision.id)"]
    }

    /// The decision as `actor` may see it: who may still be asked to answer the case, or its audit, is told nothing of
    /// what the model said until people have answered.
    init(_ decision: Decision, for actor: Actor) {
        self.init(decision)
        let isWaiting = decision.state == .open || decision.audit == .pending
        let roles = actor.roles(in: decision.project)
        guard isWaiting, !roles.isDisjoint(with: Action.claimLabelTask.roles) else { return }
        value = nil
        label = nil
        probability = nil
        scores = [:]
        certificate = nil
        reasons = reasons.map { RoutingReason($0.code, "Told in full once people have answered.") }
        withheld = true
    }
}
