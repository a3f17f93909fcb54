import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Everything about a project that routing depends on, read and locked in the transaction of a decision.
struct OversightState {
    let project: Project
    let policy: RoutingPolicy
    let model: ModelVersion?
    var certificate: Certificate?
    var standing: CertificateStanding
    var monitors: [Monitor]

    /// The names of the monitors that have fired.
    var alarms: [String] { monitors.filter { $0.firedAt != nil }.map(\.name) }

    static func read(_ project: Project, in tx: any WriteTransaction) throws -> OversightState {
        let policy = try RoutingPolicy(json: project.policy)
        let model = try LiveModelStore.find(project.id, tx).flatMap { live in
            try ModelStore.find(live.model, in: project.workspace, tx)
        }
        let certificate = try CertificateStore.lockValid(of: project.id, in: tx)
        var standing = CertificateStanding.none
        if let certificate {
            let changed = try CurrentBinding.changes(since: certificate, project, policy: policy, model: model)
            standing =
                changed.isEmpty
                ? .valid(
                    certificate.id, about: certificate.subject, thresholds: certificate.details.thresholds)
                : .unbound(certificate.id, changed: changed)
        }
        return OversightState(
            project: project, policy: policy, model: model, certificate: certificate, standing: standing,
            monitors: try MonitorStore.lock(of: project.id, in: tx))
    }
}
