import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Joins a truth that the world told later to its decision.
///
/// It counts as a certificate's truth only where the policy says that outcomes are seen whatever was decided; else
/// what is seen depends on the decision, and the error rate among what is seen says nothing.
public struct RecordOutcome: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The decision.
        public var decision: DecisionID
        /// What was seen.
        public var body: Body
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(decision: DecisionID, body: Body, onceKey: String? = nil) {
            self.decision = decision
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// What was seen.
    public struct Body: Sendable, Codable, Hashable {
        /// The truth, as an answer to the project's question.
        public var value: JSONValue
        /// Who told: `chargeback`, `customer`; letters, digits, `_` and `-`.
        public var source: String
        /// When it was seen; absent means now.
        public var observedAt: Instant?

        /// An outcome.
        public init(value: JSONValue, source: String, observedAt: Instant? = nil) {
            self.value = value
            self.source = source
            self.observedAt = observedAt
        }
    }

    /// The outcome.
    public typealias Output = OutcomeView

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> OutcomeView {
        let now = services.clock.now
        let request = try Wire.encode(input.body) + Array(input.decision.rawValue.utf8)
        try Self.check(input.body, now)
        return try await services.database.write { tx in
            try Once.run(
                key: input.onceKey, operation: "RecordOutcome", request: request, actor: actor, now: now, in: tx
            ) {
                try record(input, as: actor, now, tx)
            }.output
        }
    }

    private static func check(_ body: Body, _ now: Instant) throws(Problem) {
        let isPlain = body.source.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
        }
        guard isPlain, (1...60).contains(body.source.utf8.count), body.source != "audit" else {
            throw Problem(
                .invalid, "source_invalid",
                "A source is 1 to 60 letters, digits, _ or -, and not “audit”.", at: "/source")
        }
        if let observed = body.observedAt, observed > now {
            throw Problem(.invalid, "observed_later", "An outcome cannot be seen in the future.", at: "/observed_at")
        }
    }

    private func record(
        _ input: Input, as actor: Actor, _ now: Instant, _ tx: any WriteTransaction
    ) throws -> OutcomeView {
        _ = try DecisionAccess.find(input.decision, for: .recordOutcome, as: actor, tx)
        let decision = try DecisionStore.lock(input.decision, in: actor.workspace, in: tx)
        guard decision.action == nil else {
            throw Problem(
                .conflict, "no_outcome_of_action", "Outcomes answer the project's question; an action has none.",
                at: "/value")
        }
        let project = try ProjectStore.find(decision.project, in: actor.workspace, tx)
        let (value, label) = try project.question.normalize(input.body.value)
        let outcome = Outcome(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id, decision: decision.id,
            value: value, label: label, source: input.body.source, observedAt: input.body.observedAt ?? now,
            recordedBy: actor.id, recordedAt: now)
        try OutcomeStore.insert(outcome, in: tx)
        try services.ledger.append(
            try truth(decision, outcome, project, as: actor, now, tx), occurredAt: nil, in: tx)
        tx.hint("project:\(project.id)")
        return OutcomeView(outcome)
    }

    private func truth(
        _ decision: Decision, _ outcome: Outcome, _ project: Project, as actor: Actor, _ now: Instant,
        _ tx: any WriteTransaction
    ) throws -> [EventDraft] {
        let policy = try RoutingPolicy(json: project.policy)
        let audit: Decision.Audit = outcome.label == decision.proposal?.label ? .agreed : .wrong
        let result = AuditResult(
            decision: decision, project: project, audit: audit, truth: outcome.label, source: outcome.source, now: now,
            tx: tx)
        guard policy.outcomesAlwaysSeen, decision.route.kind == .auto, outcome.label != nil,
            try DecisionStore.settleAudit(decision.id, as: audit, truth: outcome.label, in: tx)
                || OutcomeStore.list(of: decision.id, tx).count == 1 && decision.audit == .none
        else { return [try result.told(isError: audit == .wrong, as: actor)] }
        return try result.tell(as: actor)
    }
}
