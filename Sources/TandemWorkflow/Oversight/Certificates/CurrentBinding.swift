import TandemLedger
import TandemOversight
import TandemRegistry
import TandemTabular
import TandemWork

/// What a certificate would bind if it were issued now.
enum CurrentBinding {
    static func of(
        _ project: Project, policy: RoutingPolicy, model: ModelVersion, acceptance: [String: Double], sources: String
    ) throws -> CertificateBinding {
        let question = try JSONValue(parsing: try Wire.encode(project.question))
        let shares = try JSONValue(parsing: try Wire.encode(project.settings.roleShares))
        return CertificateBinding(
            model: model.blob, calibrator: try model.calibration.canonicalString,
            policyRules: policy.rules.map(\.source), acceptance: acceptance,
            population: CertificatePopulation(
                schema: project.schema.json, question: question, roleShares: shares, splitKey: project.splitKey,
                sourceFilter: sources))
    }

    /// The parts that differ now from what a certificate bound when it was issued.
    static func changes(
        since certificate: Certificate, _ project: Project, policy: RoutingPolicy, model: ModelVersion?
    ) throws -> [CertificateBinding.Part] {
        guard let model else { return [.model] }
        let now = try of(
            project, policy: policy, model: model, acceptance: certificate.details.thresholds,
            sources: certificate.details.sources
        ).hashes()
        let changed = CertificateBinding.Part.allCases.filter { now[$0] != certificate.details.parts[$0.rawValue] }
        // The one hash is what was promised; if it disagrees with its own parts, the row was tampered with.
        if changed.isEmpty, CertificateBinding.combined(now) != certificate.binding { return [.acceptance] }
        return model.id == certificate.model || changed.contains(.model) ? changed : [.model] + changed
    }
}
