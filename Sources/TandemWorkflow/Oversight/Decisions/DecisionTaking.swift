import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// What cases were scored with, outside the transaction that routes them.
struct ScoringBasis: Sendable {
    /// The live model; nil when there was none.
    let model: ModelID?
    /// The blob of the novelty reference; nil without a certificate.
    let reference: String?
}

/// Takes one decision or many: scores outside, routes and writes inside one transaction.
struct DecisionTaking {
    /// Model or certificate changed between scoring and routing.
    struct Stale: Error {}

    /// At most so many cases in one go.
    static let most = 1000
    private static let tries = 5

    let services: Services
    let operation: String
    let onceKey: String?

    func run(project slug: String, _ cases: [LiveCase], isBatch: Bool, as actor: Actor) async throws -> [DecisionView] {
        guard !cases.isEmpty else { throw Problem(.invalid, "no_items", "Send at least one case.", at: "/items") }
        guard cases.count <= Self.most else {
            throw Problem(.tooLarge, "too_many_items", "At most \(Self.most) cases in one request.", at: "/items")
        }
        let now = services.clock.now
        let (project, role) = try await services.database.read { tx in
            try WorkAccess.project(slug, for: .takeDecision, as: actor, tx)
        }
        let preparation = CasePreparation(services: services, project: project, now: now)
        let prepared = try preparation.prepare(cases, isBatch: isBatch)
        let request = onceKey == nil ? [] : Array(project.id.rawValue.utf8) + (try Wire.encode(cases))
        for _ in 0..<Self.tries {
            let live = try await services.liveModels.current(project.id)
            let (reference, novelty) = try await novelty(of: project)
            let began = ContinuousClock.now
            let scored = try preparation.score(prepared, with: live, novelty: novelty)
            if live != nil { services.meter.observe(.inference, seconds: began.duration(to: .now).inSeconds) }
            let basis = ScoringBasis(model: live?.id, reference: reference)
            do {
                return try await services.database.write { tx in
                    try Once.run(
                        key: onceKey, operation: operation, request: request, actor: actor, now: now, in: tx
                    ) {
                        let fresh = try ProjectStore.find(project.id, in: actor.workspace, tx)
                        let writing = DecisionWriting(
                            services: services, project: fresh, actor: actor, role: role, now: now, isBatch: isBatch,
                            tx: tx)
                        return try writing.write(scored, on: basis)
                    }.output
                }
            } catch is Stale {
                continue
            }
        }
        throw Problem(.unavailable, "model_changing", "The live model keeps changing; try again.")
    }

    private func novelty(of project: Project) async throws -> (hash: String?, reference: NoveltyReference?) {
        let valid = try await services.database.read { try CertificateStore.valid(of: project.id, $0) }
        guard let hash = valid?.details.noveltyBlob else { return (nil, nil) }
        return (hash, try await services.novelties.reference(hash, in: services.blobs))
    }
}
