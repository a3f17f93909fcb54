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
    /// What it was settled with before people corrected it first; absent while they did not.
    public var firstValue: JSONValue?
    /// When people corrected it last.
    public var correctedAt: Instant?
    /// The agent's action that it is about.
    public var action: ActionView?
    /// What was answered to the action.
    public var answer: ActionAnswerView?
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
        firstValue = decision.firstValue
        correctedAt = decision.correctedAt
        action = decision.action.map(ActionView.init)
        answer = decision.answer.map(ActionAnswerView.init)
        withheld = false
        links = ["self": "/api/v1/decisions/\(decision.id)"]
    }

    /// The decision as `actor` may see it: who may still be asked to answer the case, or its audit, is told nothing of
    /// what the model said until people have answered.
    init(_ decision: Decision, for actor: Actor) {
        self.init(decision)
        if decision.action != nil {
            // Arguments may say something about somebody: for those who sent them or may see items.
            let may = Action.listItems.roles.union(Action.takeDecision.roles)
            if !actor.isSystem, actor.roles(in: decision.project).isDisjoint(with: may) { hideArguments() }
            return
        }
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

    private mutating func hideArguments() {
        action?.arguments = nil
        answer?.arguments = nil
        answer?.message = nil
        withheld = true
    }
}

/// An agent's action as callers and pages see it.
public struct ActionView: Sendable, Codable, Hashable {
    /// What is to be done.
    public var name: String
    /// With which arguments; absent for readers who may not see them.
    public var arguments: JSONValue?
    /// SHA-256 in hex of the canonical JSON of name and arguments.
    public var hash: String

    init(name: String, arguments: JSONValue?, hash: String) {
        self.name = name
        self.arguments = arguments
        self.hash = hash
    }

    init(_ action: AgentAction) {
        name = action.name
        arguments = .object(action.arguments)
        hash = action.hash
    }
}

/// The answer to an agent's action as callers and pages see it.
public struct ActionAnswerView: Sendable, Codable, Hashable {
    /// What is said.
    public var verdict: ActionVerdict
    /// The hash of the action that the person saw; absent when a rule or the deadline answered.
    public var seenHash: String?
    /// The arguments with which the action may be taken; absent when it may not.
    public var arguments: JSONValue?
    /// The hash of the action that may be taken.
    public var hash: String?
    /// What the agent is told.
    public var message: String?

    init(_ answer: ActionAnswer) {
        verdict = answer.verdict
        seenHash = answer.seen
        arguments = (answer.allowed?.arguments).map(JSONValue.object)
        hash = answer.allowed?.hash
        message = answer.message
    }
}
