import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Writes a calibrated certificate, or its refusal, in one transaction.
struct CertificateIssuing {
    /// Something changed since the data were read.
    struct Stale: Error {}

    /// What was calibrated.
    struct Draft: Sendable {
        let project: ProjectID
        let projectVersion: Int
        let subject: CertificateSubject
        let attempts: Int
        /// Whether labels were looked at.
        let looked: Bool
        let isUsable: Bool
        let maxError: Double
        let confidence: Double
        var details: CertificateDetails
        let novelties: [Double]
    }

    let services: Services
    let actor: Actor
    let role: Role?
    let now: Instant
    let tx: any WriteTransaction

    func write(_ draft: Draft) throws -> Certificate {
        let project = try ProjectStore.find(draft.project, in: actor.workspace, tx)
        let live = try LiveModelStore.find(project.id, tx)
        let model = try live.flatMap { try ModelStore.find($0.model, in: actor.workspace, tx) }
        guard project.version == draft.projectVersion, draft.subject.model == nil || draft.subject.model == model?.id,
            try CertificateStore.attempts(on: draft.subject, of: project.id, tx) == draft.attempts,
            let scorer = try CurrentBinding.Scorer(draft.subject, live: model)
        else { throw Stale() }
        let binding = try CurrentBinding.of(
            project, policy: try RoutingPolicy(json: project.policy), scorer: scorer,
            acceptance: draft.details.thresholds, sources: draft.details.sources)
        var details = draft.details
        details.parts = Dictionary(
            uniqueKeysWithValues: try binding.hashes().map { ($0.key.rawValue, $0.value) })
        let certificate = Certificate(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id, subject: draft.subject,
            binding: try binding.hash(), attempt: draft.looked ? draft.attempts + 1 : 0,
            state: draft.isUsable ? .valid : .refused, maxError: draft.maxError, confidence: draft.confidence,
            details: details, issuedBy: actor.id, issuedAt: now, endedAt: draft.isUsable ? nil : now,
            endReason: draft.isUsable ? nil : "not enough evidence")
        guard draft.isUsable else { return try refuse(certificate, project) }
        return try issue(certificate, draft, project)
    }

    private func refuse(_ certificate: Certificate, _ project: Project) throws -> Certificate {
        try CertificateStore.insert(certificate, in: tx)
        try tell(.certificateRefused, certificate, project, facts(certificate))
        return certificate
    }

    private func issue(_ certificate: Certificate, _ draft: Draft, _ project: Project) throws -> Certificate {
        guard
            let monitors = Monitor.beginning(
                with: certificate, novelties: draft.novelties, seed: services.random.seed())
        else {
            throw Problem(
                .conflict, "population_unmeasurable", "The calibration items' contents cannot be compared.")
        }
        if let old = try CertificateStore.lockValid(of: project.id, in: tx) {
            _ = try CertificateStore.end(
                old.id, as: .replaced, because: "replaced by \(certificate.id)", at: now, in: tx)
            try tell(
                .certificateVoided, old, project,
                ["reason": "replaced", "by": .string(certificate.id.rawValue), "model": .string(old.subject.text)])
        }
        try CertificateStore.insert(certificate, in: tx)
        try MonitorStore.clear(project.id, in: tx)
        for monitor in monitors { try MonitorStore.save(monitor, in: tx) }
        try tell(.certificateIssued, certificate, project, facts(certificate))
        return certificate
    }

    private func facts(_ certificate: Certificate) -> [String: JSONValue] {
        let details = certificate.details
        var facts: [String: JSONValue] = [
            "model": .string(certificate.subject.text), "binding": .string(certificate.binding),
            "attempt": JSONValue(certificate.attempt), "max_error": .number(certificate.maxError),
            "confidence": .number(certificate.confidence), "delta": .number(details.delta),
            "n": JSONValue(details.items), "coverage": .number(details.coverage),
            "sources": .string(details.sources),
            "labels": .array(
                details.labels.map { label in
                    [
                        "label": .string(label.label), "max_error": .number(label.maxError),
                        "threshold": label.threshold.map(JSONValue.number) ?? .null,
                        "accepted": JSONValue(label.accepted), "errors": JSONValue(label.errors),
                        "bound": .number(label.bound), "missed_bound": .number(label.missedBound),
                    ]
                }),
        ]
        facts["label_noise"] = details.labelNoise.map(JSONValue.number)
        return facts
    }

    private func tell(
        _ kind: EventKind, _ certificate: Certificate, _ project: Project, _ facts: [String: JSONValue]
    ) throws {
        try services.ledger.append(
            [
                EventDraft(
                    kind, by: actor, as: role, project: project.id, subject: certificate.id.rawValue,
                    correlation: certificate.id.rawValue, policyVersion: project.policyVersion, facts: facts)
            ], in: tx)
        tx.hint("project:\(project.id)")
    }
}
