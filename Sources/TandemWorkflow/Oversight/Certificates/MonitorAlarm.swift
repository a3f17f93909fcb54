import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Takes a certificate back because a monitor fired, in the transaction of the observation that made it fire.
enum MonitorAlarm {
    /// The events to append; empty when the certificate was not valid any more.
    static func fire(
        _ monitor: Monitor, project: Project, now: Instant, in tx: any WriteTransaction
    ) throws -> [EventDraft] {
        let system = Actor.system(in: project.workspace)
        var events: [EventDraft] = []
        if let certificate = monitor.certificate,
            try CertificateStore.end(certificate, as: .withdrawn, because: "monitor \(monitor.name)", at: now, in: tx)
        {
            events.append(
                try EventDraft(
                    .certificateWithdrawn, by: system, project: project.id, subject: certificate.rawValue,
                    correlation: certificate.rawValue, policyVersion: project.policyVersion,
                    facts: ["reason": "monitor", "monitor": .string(monitor.name)]))
        }
        events.append(
            try EventDraft(
                .triggerFired, by: system, project: project.id,
                subject: monitor.certificate?.rawValue ?? project.id.rawValue,
                correlation: monitor.certificate?.rawValue, policyVersion: project.policyVersion,
                facts: [
                    "rule": .string(monitor.name), "evidence": JSONValue(finiteOrNull: monitor.evidence),
                    "threshold": .number(monitor.threshold), "effect": JSONValue(finiteOrNull: monitor.effect),
                    "observations": JSONValue(monitor.seen),
                ]))
        tx.hint("project:\(project.id)")
        return events
    }
}
