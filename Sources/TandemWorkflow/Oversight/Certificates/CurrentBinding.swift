import TandemLedger
import TandemOversight
import TandemRegistry
import TandemTabular
import TandemWork

/// What a certificate would bind if it were issued now.
enum CurrentBinding {
    /// What makes the scores, as far as it can be bound.
    struct Scorer: Sendable {
        /// The hash of the model's bytes, or what stands for a model outside.
        let model: String
        let calibrator: String

        /// Nil when the subject is the live model and there is none.
        init?(_ subject: CertificateSubject, live: ModelVersion?) throws {
            switch subject {
            case .live:
                guard let live else { return nil }
                model = live.blob
                calibrator = try live.calibration.canonicalString
            case .caller:
                model = subject.text
                calibrator = "caller"
            }
        }
    }

    static func of(
        _ project: Project, policy: RoutingPolicy, scorer: Scorer, acceptance: [String: Double], sources: String
    ) throws -> CertificateBinding {
        let question = try JSONValue(parsing: try Wire.encode(project.question))
        let shares = try JSONValue(parsing: try Wire.encode(project.settings.roleShares))
        return CertificateBinding(
            model: scorer.model, calibrator: scorer.calibrator,
            policyRules: policy.rules.map(\.source), acceptance: acceptance,
            population: CertificatePopulation(
                schema: project.schema.json, question: question, roleShares: shares, splitKey: project.splitKey,
                sourceFilter: sources))
    }

    /// The parts that differ now from what a certificate bound when it was issued.
    static func changes(
        since certificate: Certificate, _ project: Project, policy: RoutingPolicy, model: ModelVersion?
    ) throws -> [CertificateBinding.Part] {
        guard let scorer = try Scorer(certificate.subject, live: model) else { return [.model] }
        let now = try of(
            project, policy: policy, scorer: scorer, acceptance: certificate.details.thresholds,
            sources: certificate.details.sources
        ).hashes()
        let changed = CertificateBinding.Part.allCases.filter { now[$0] != certificate.details.parts[$0.rawValue] }
        // The one hash is what was promised; if it disagrees with its own parts, the row was tampered with.
        if changed.isEmpty, CertificateBinding.combined(now) != certificate.binding { return [.acceptance] }
        guard let subject = certificate.subject.model, subject != model?.id, !changed.contains(.model) else {
            return changed
        }
        return [.model] + changed
    }
}
