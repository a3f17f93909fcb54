import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// What became known of an automatic decision: written down, told to the ledger, and to the certificate's monitor.
struct AuditResult {
    let decision: Decision
    let project: Project
    /// How the audit ended.
    let audit: Decision.Audit
    /// The true label, if anybody knew it.
    let truth: String?
    /// Who told: `audit`, or the source of an outcome.
    let source: String
    let now: Instant
    let tx: any WriteTransaction

    /// Updates the monitor of the decision's label if its certificate is still valid.
    /// - Returns: the events to append.
    func tell(as actor: Actor) throws -> [EventDraft] {
        guard let isError = audit.isError else { return [] }
        return [try told(isError: isError, as: actor)] + (try show(isError: isError))
    }

    /// Tells that people corrected an audit they had answered.
    ///
    /// An error that comes to light is shown to the monitor beside the right answer it saw before, which weighs at most
    /// as much as the error alone would have; so its false-alarm budget holds. What it saw as an error stays seen: no
    /// evidence is taken back, and no certificate revived.
    /// - Returns: the events to append.
    func tellCorrection(as actor: Actor) throws -> [EventDraft] {
        guard let isError = audit.isError else { return [] }
        let wasError = decision.audit.isError ?? false
        let event = try told(isError: isError, as: actor, correcting: decision.audit)
        return [event] + (isError && !wasError ? try show(isError: true) : [])
    }

    private func show(isError: Bool) throws -> [EventDraft] {
        var events: [EventDraft] = []
        guard let label = decision.proposal?.label, let certificate = decision.certificate,
            let valid = try CertificateStore.lockValid(of: project.id, in: tx), valid.id == certificate
        else { return events }
        let monitors = try MonitorStore.lock(of: project.id, in: tx)
        guard var monitor = monitors.first(where: { $0.name == Monitor.errors(label) }),
            monitor.certificate == certificate
        else { return events }
        let fired = try monitor.observe(isError: isError, at: now)
        try MonitorStore.save(monitor, in: tx)
        if fired { events += try MonitorAlarm.fire(monitor, project: project, now: now, in: tx) }
        return events
    }

    /// The event alone.
    func told(isError: Bool, as actor: Actor, correcting before: Decision.Audit? = nil) throws -> EventDraft {
        var facts: [String: JSONValue] = [
            "decision": .string(decision.id.rawValue), "item": .string(decision.item.rawValue),
            "source": .string(source), "audit": .string(audit.rawValue), "error": .bool(isError),
            "predicted": JSONValue(orNull: decision.proposal?.label), "route": .string(decision.route.kind.rawValue),
            "certificate": JSONValue(orNull: decision.certificate?.rawValue),
            "audit_probability": .number(decision.auditProbability),
        ]
        if let truth { facts["label"] = .string(truth) }
        if let before { facts["corrects"] = .string(before.rawValue) }
        return try EventDraft(
            .outcomeRecorded, by: actor, project: project.id, subject: decision.id.rawValue,
            correlation: decision.id.rawValue, policyVersion: decision.policyVersion, facts: facts)
    }
}
