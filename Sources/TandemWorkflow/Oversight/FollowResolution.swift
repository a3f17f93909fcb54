import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Carries what people's work on a task came to on to decisions and certificates, in the transaction that settles it.
public enum FollowResolution {
    /// Closes the decision that waited for the task or corrects what people had decided, and compares an automatic
    /// decision with its audit; `ResolutionFollowing` says which.
    ///
    /// Called for each label or adjudication task that ended, with an answer or without one, and again when a
    /// correction led to another answer.
    /// - Parameters:
    ///   - resolved: what the work came to.
    ///   - project: the project.
    ///   - services: the services of the house.
    ///   - actor: on whose behalf; usually Tandem itself.
    ///   - now: the present moment.
    ///   - tx: the transaction that settles the task.
    /// - Throws: `StoreError`, `Problem` when the decision is not there.
    public static func run(
        _ resolved: Resolved, project: Project, services: Services, as actor: Actor, now: Instant,
        in tx: any WriteTransaction
    ) throws {
        try noteUnsettled(resolved, project: project, now: now, in: tx)
        guard let id = resolved.task.decision else { return }
        let decision = try DecisionStore.lock(id, in: project.workspace, in: tx)
        var events: [EventDraft] = []
        let closing = DecisionClosing(decision: decision, project: project, services: services, now: now, tx: tx)
        switch ResolutionFollowing.verdict(on: decision, value: resolved.value) {
        case .closes: events += try close(decision, with: resolved, closing, as: actor)
        case .corrects:
            events += try closing.correct(
                to: resolved.value ?? .null, label: resolved.label, worker: resolved.lastDecider, as: actor)
        case .stands: break
        }
        events += try audit(decision, with: resolved, project: project, as: actor, now, tx)
        try services.ledger.append(events, in: tx)
    }

    /// Uniformly sampled items without an answer count as errors when a certificate is calibrated.
    private static func noteUnsettled(
        _ resolved: Resolved, project: Project, now: Instant, in tx: any WriteTransaction
    ) throws {
        guard resolved.item.role == .calibrate, resolved.purpose == .work || resolved.purpose == .audit else { return }
        if resolved.unsure {
            try UnsettledStore.insert(
                resolved.item.id, project: project.id, purpose: resolved.purpose.rawValue, at: now, in: tx)
        } else {
            try UnsettledStore.remove(resolved.item.id, in: tx)
        }
    }

    private static func close(
        _ decision: Decision, with resolved: Resolved, _ closing: DecisionClosing, as actor: Actor
    ) throws -> [EventDraft] {
        if let value = resolved.value {
            return try closing.close(
                with: value, label: resolved.label, by: .human, worker: resolved.lastDecider, as: actor)
        }
        // Nobody was sure, not even the adjudicator: the default takes over now, without one it stays open.
        guard let label = decision.defaultLabel else { return [] }
        return try closing.close(with: .string(label), label: label, by: .deadline, worker: nil, as: actor)
    }

    private static func audit(
        _ decision: Decision, with resolved: Resolved, project: Project, as actor: Actor, _ now: Instant,
        _ tx: any WriteTransaction
    ) throws -> [EventDraft] {
        let hasOutcome = try decision.audit.isError != nil && !OutcomeStore.list(of: decision.id, tx).isEmpty
        let verdict = ResolutionFollowing.auditVerdict(on: decision, truth: resolved.label, hasOutcome: hasOutcome)
        switch verdict {
        case .stands: return []
        case .settles(let audit):
            guard try DecisionStore.settleAudit(decision.id, as: audit, truth: resolved.label, in: tx) else {
                return []
            }
            return try AuditResult(
                decision: decision, project: project, audit: audit, truth: resolved.label, source: "audit", now: now,
                tx: tx
            ).tell(as: actor)
        case .corrects(let audit):
            try DecisionStore.correctAudit(decision.id, as: audit, truth: resolved.label, in: tx)
            return try AuditResult(
                decision: decision, project: project, audit: audit, truth: resolved.label, source: "audit", now: now,
                tx: tx
            ).tellCorrection(as: actor)
        }
    }
}
