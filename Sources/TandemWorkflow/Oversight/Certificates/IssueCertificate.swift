import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemValidation
import TandemWork

/// Calibrates a certificate for the live model on uniformly labeled items of the calibration role.
///
/// When the data do not carry it, the output is a refusal that says what is missing. Each attempt that looked at labels
/// is kept and spends its part of 1 − confidence, issued or not.
public struct IssueCertificate: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// What is promised.
        public var body: Body
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(project: String, body: Body = Body(), onceKey: String? = nil) {
            self.project = project
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// What is promised.
    public struct Body: Sendable, Codable, Hashable {
        /// The highest error rate of automatic decisions with any label; absent means, for each label, 5 % or half of
        /// what deciding blindly would err, whichever is lower.
        public var maxError: Double?
        /// The confidence over all attempts on this model; absent means 0.95.
        public var confidence: Double?
        /// `any` (default), or `decision` to calibrate on live cases alone.
        public var sources: String?
        /// The version of a model of the caller's own, as sent with its scores; absent means the live model.
        public var modelVersion: String?

        /// A promise.
        public init(
            maxError: Double? = nil, confidence: Double? = nil, sources: String? = nil, modelVersion: String? = nil
        ) {
            self.maxError = maxError
            self.confidence = confidence
            self.sources = sources
            self.modelVersion = modelVersion
        }
    }

    /// The certificate or the refusal.
    public typealias Output = CertificateView

    private static let tries = 3
    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> CertificateView {
        let body = try Self.check(input.body)
        let now = services.clock.now
        let (project, role) = try await services.database.read { tx in
            try WorkAccess.project(input.project, for: .issueCertificate, as: actor, tx)
        }
        let request = Array(project.id.rawValue.utf8) + (try Wire.encode(body))
        for _ in 0..<Self.tries {
            let draft = try await draft(project, body, by: actor, now: now)
            do {
                return try await services.database.write { tx in
                    try Once.run(
                        key: input.onceKey, operation: "IssueCertificate", request: request, actor: actor, now: now,
                        in: tx
                    ) {
                        let issuing = CertificateIssuing(services: services, actor: actor, role: role, now: now, tx: tx)
                        return CertificateView(try issuing.write(draft))
                    }.output
                }
            } catch is CertificateIssuing.Stale {
                continue
            }
        }
        throw Problem(.unavailable, "model_changing", "Model, policy or attempts keep changing; try again.")
    }

    private static func check(_ body: Body) throws(Problem) -> Body {
        if let maxError = body.maxError, !(maxError > 0 && maxError < 0.5) {
            throw Problem(.invalid, "max_error_invalid", "max_error lies between 0 and 0.5.", at: "/max_error")
        }
        let confidence = body.confidence ?? 0.95
        guard confidence >= 0.5, confidence < 1 else {
            throw Problem(.invalid, "confidence_invalid", "confidence is at least 0.5 and below 1.", at: "/confidence")
        }
        let sources = body.sources ?? "any"
        guard ["any", "decision"].contains(sources) else {
            throw Problem(.invalid, "sources_invalid", "sources is “any” or “decision”.", at: "/sources")
        }
        if let version = body.modelVersion, !(1...200).contains(version.utf8.count) {
            throw Problem(
                .invalid, "model_version_invalid", "model_version has 1 to 200 bytes.", at: "/model_version")
        }
        return Body(
            maxError: body.maxError, confidence: confidence, sources: sources, modelVersion: body.modelVersion)
    }

    /// What was worked out from the labels.
    private struct Trial: Sendable {
        let fitting: CertificateFitting
        let fit: CertificateFit
        let reference: NoveltyReference
        /// How far each calibration item lies from the reference.
        let novelties: [Double]
    }

    /// Everything that needs no transaction: reading labels, scoring, calibrating, storing the reference.
    private func draft(
        _ project: Project, _ body: Body, by actor: Actor, now: Instant
    ) async throws -> CertificateIssuing.Draft {
        let labels = project.question.labels.map(\.value)
        guard labels.count >= 2 else {
            throw Problem(.conflict, "question_has_no_labels", "Only a question with labels can be certified.")
        }
        let (subject, live) = try await subject(body, project)
        let sources = body.sources ?? "any"
        let (data, attempts) = try await services.database.read { tx in
            (
                try CalibrationData.read(project, about: subject, sources: sources, tx),
                try CertificateStore.attempts(on: subject, of: project.id, tx)
            )
        }
        let delta = AttemptBudget.delta(attempt: attempts + 1, total: 1 - (body.confidence ?? 0.95))
        // Scoring and measuring every item takes long: not on a thread that serves requests.
        let trial = try await OwnThread.run("tandem-certify") {
            let items = try data.scored(by: live, labels: labels)
            let rates = CertificateFitting.rates(body.maxError, items: items, labels: labels)
            let fitting = CertificateFitting(labels: labels, items: items, maxErrors: rates, delta: delta)
            let reference = NoveltyReference(schema: project.schema, reference: data.reference)
            return Trial(
                fitting: fitting, fit: fitting.fit(), reference: reference,
                novelties: data.calibration.map { reference.score(of: $0.content) })
        }
        let (items, fit) = (trial.fitting.items, trial.fit)
        let findings = trial.fitting.findings(fit)
        let isUsable = fit.isUsable && items.count >= Monitor.leastReference
        return CertificateIssuing.Draft(
            project: project.id, projectVersion: project.version, subject: subject, attempts: attempts,
            looked: trial.fitting.looks, isUsable: isUsable,
            maxError: body.maxError ?? findings.map(\.maxError).max() ?? 0, confidence: body.confidence ?? 0.95,
            details: CertificateDetails(
                labels: findings, items: items.count, delta: delta, coverage: fit.coverage,
                labelNoise: data.noise?.consensus, answerNoise: data.noise?.single, parts: [:], sources: sources,
                noveltyBlob: isUsable ? try await services.blobs.put(trial.reference.json.canonicalBytes) : nil),
            novelties: isUsable ? trial.novelties : [])
    }

    /// Whose decisions are to be certified, and the model if it is the live one.
    private func subject(_ body: Body, _ project: Project) async throws -> (CertificateSubject, LiveModel?) {
        if let version = body.modelVersion { return (.caller(version: version), nil) }
        guard let live = try await services.liveModels.current(project.id) else {
            throw Problem(
                .conflict, "no_live_model",
                "Promote a model first, or name the model_version that callers send with their own scores.")
        }
        return (.live(live.id), live)
    }
}
