import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Ends a project's valid certificate as soon as it cannot hold any more.
public enum CertificateGuard {
    /// Voids the project's valid certificate if anything it binds differs now: model, calibrator, policy rules,
    /// acceptance thresholds, population.
    ///
    /// To be called in the transaction of every change of the live model, the policy, the settings or the schema, after
    /// the change. Decisions check the binding themselves as well, so a forgotten call delays the event, nothing else.
    /// - Parameters:
    ///   - project: the project as it is after the change.
    ///   - services: the services of the house.
    ///   - actor: who made the change.
    ///   - now: the present moment.
    ///   - tx: the transaction of the change.
    /// - Returns: the certificate that was voided, if one was.
    /// - Throws: `StoreError`, `Problem` when the policy cannot be read.
    @discardableResult
    public static func voidIfUnbound(
        _ project: Project, services: Services, as actor: Actor, now: Instant, in tx: any WriteTransaction
    ) throws -> CertificateID? {
        guard let certificate = try CertificateStore.lockValid(of: project.id, in: tx) else { return nil }
        let model = try LiveModelStore.find(project.id, tx).flatMap { live in
            try ModelStore.find(live.model, in: project.workspace, tx)
        }
        let policy = try RoutingPolicy(json: project.policy)
        let changed = try CurrentBinding.changes(since: certificate, project, policy: policy, model: model)
        guard !changed.isEmpty else { return nil }
        let reason = "changed: " + changed.map(\.rawValue).joined(separator: ", ")
        guard try CertificateStore.end(certificate.id, as: .voided, because: reason, at: now, in: tx) else {
            return nil
        }
        try services.ledger.append(
            [
                EventDraft(
                    .certificateVoided, by: actor, project: project.id, subject: certificate.id.rawValue,
                    correlation: certificate.id.rawValue, policyVersion: project.policyVersion,
                    facts: [
                        "reason": "unbound", "changed": .array(changed.map { .string($0.rawValue) }),
                        "model": .string(certificate.subject.text),
                    ])
            ], in: tx)
        tx.hint("project:\(project.id)")
        return certificate.id
    }
}
