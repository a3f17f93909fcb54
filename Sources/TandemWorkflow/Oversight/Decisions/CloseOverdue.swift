import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Lets the default take over where a person did not decide in time, and counts audits nobody answered as errors.
///
/// Run by the ticker, in every workspace; safe to run on several servers at once.
public struct CloseOverdue: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The most decisions to look at now.
        public var limit: Int

        /// An input.
        public init(limit: Int = 200) { self.limit = limit }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// Decisions that took their default.
        public var closed: Int
        /// Decisions without a default that became most urgent.
        public var escalated: Int
        /// Audits that count as errors.
        public var missed: Int
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard actor.isSystem else { throw Problem(.forbidden, "system_only", "Only Tandem itself does this.") }
        let now = services.clock.now
        return try await services.database.write { tx in
            var done = Output(closed: 0, escalated: 0, missed: 0)
            for decision in try DecisionStore.overdue(at: now, limit: input.limit, in: tx) {
                if try close(decision, now, tx) { done.closed += 1 } else { done.escalated += 1 }
            }
            for decision in try DecisionStore.missedAudits(at: now, limit: input.limit, in: tx)
            where try miss(decision, now, tx) {
                done.missed += 1
            }
            return done
        }
    }

    /// - Returns: whether the default took over.
    private func close(_ decision: Decision, _ now: Instant, _ tx: any WriteTransaction) throws -> Bool {
        let system = Actor.system(in: decision.workspace)
        let project = try ProjectStore.find(decision.project, in: decision.workspace, tx)
        let task = try decision.task.flatMap { try TaskStore.find($0, in: decision.workspace, tx) }
        guard let label = decision.defaultLabel else {
            try DecisionStore.clearDeadline(decision.id, in: tx)
            if let task { try TaskStore.move(task.id, to: 0, project: project.id, in: tx) }
            try services.ledger.append(
                [
                    EventDraft(
                        .taskEscalated, by: system, project: project.id,
                        subject: decision.task?.rawValue ?? decision.id.rawValue,
                        correlation: decision.id.rawValue, policyVersion: project.policyVersion,
                        facts: ["reason": "deadline", "decision": .string(decision.id.rawValue)])
                ], in: tx)
            return false
        }
        let closing = DecisionClosing(decision: decision, project: project, services: services, now: now, tx: tx)
        let events =
            if let action = decision.action {
                try closing.close(action, with: ActionRules.atDeadline, by: .deadline, worker: nil, as: system)
            } else {
                try closing.close(with: .string(label), label: label, by: .deadline, worker: nil, as: system)
            }
        // The audited ones are still answered: their labels are truth whoever decided.
        if !decision.route.audited {
            for task in try TaskStore.list(of: decision.item, tx) where task.decision == decision.id {
                try TaskStore.close(task, at: now, in: tx)
            }
        }
        try CounterStore.add(events.isEmpty ? 0 : 1, to: EventTally.Count.breaches.name, of: project.id, in: tx)
        try services.ledger.append(events, in: tx)
        return true
    }

    private func miss(_ decision: Decision, _ now: Instant, _ tx: any WriteTransaction) throws -> Bool {
        guard try DecisionStore.settleAudit(decision.id, as: .missed, truth: nil, in: tx) else { return false }
        let system = Actor.system(in: decision.workspace)
        let project = try ProjectStore.find(decision.project, in: decision.workspace, tx)
        if let item = try ItemStore.find(decision.item, in: decision.workspace, tx), item.role == .calibrate {
            try UnsettledStore.insert(item.id, project: project.id, purpose: "audit", at: now, in: tx)
        }
        let result = AuditResult(
            decision: decision, project: project, audit: .missed, truth: nil, source: "audit", now: now, tx: tx)
        try services.ledger.append(try result.tell(as: system), in: tx)
        return true
    }
}
