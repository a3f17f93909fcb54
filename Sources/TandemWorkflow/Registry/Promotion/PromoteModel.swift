import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Puts a model in place, so that it decides new cases; another person than its author does it.
public struct PromoteModel: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The model.
        public var model: ModelID
        /// Why, in a sentence; optional.
        public var reason: String?
        /// The caller's idempotency key.
        public var onceKey: String?

        /// A request to put a model in place.
        public init(model: ModelID, reason: String? = nil, onceKey: String? = nil) {
            self.model = model
            self.reason = reason
            self.onceKey = onceKey
        }
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Promotes.
    /// - Throws: `Problem` no_such_model; forbidden for the author and for whose answers made most of it; conflict when it
    ///   is live already, was trained for comparison, or was not judged on the same labels as the live model.
    public func run(_ input: Input, as actor: Actor) async throws -> LiveModelView {
        let services = services
        let now = services.clock.now
        try ReasonText.check(input.reason)
        let known = try await services.database.read { tx in try Self.load(input.model, actor, tx) }
        // Loaded before it decides: a model whose bytes are gone never becomes live.
        _ = try await services.liveModels.artifact(of: known.model)
        let change: ID<IDs.Promotion> = services.random.id(at: now)
        return try await services.database.write { tx in
            let request = Array((input.model.rawValue + "\n" + (input.reason ?? "")).utf8)
            return try Once.run(
                key: input.onceKey, operation: "PromoteModel", request: request, actor: actor, now: now, in: tx
            ) {
                let found = try Self.load(input.model, actor, tx)
                let live = try LiveModelStore.lock(found.project.id, in: tx)
                try Self.check(found.model, by: actor, live: live, tx)
                let fresh = try SnapshotStore.firstUsed(in: found.model.snapshot, of: found.project.id, tx)
                let next = try LiveModelStore.set(
                    found.model.id, previous: live?.model, replacing: live, workspace: found.project.workspace,
                    project: found.project.id, at: now, in: tx)
                if let live { try ModelStore.setState(.retired, of: live.model, in: tx) }
                try ModelStore.setState(.live, of: found.model.id, in: tx)
                let promotion = Promotion(
                    id: change, model: found.model.id, previous: live?.model, kind: .promoted, reason: input.reason,
                    decidedBy: actor.id, decidedAt: now)
                try LiveModelStore.record(
                    promotion, workspace: found.project.workspace, project: found.project.id, in: tx)
                try PromotionFollowUp.run(
                    next, in: found.project, services: services, as: actor, now: now, tx: tx)
                let event = try Self.event(
                    found, by: actor, previous: live?.model, firstUsed: fresh, version: next.version)
                try services.ledger.append([event], in: tx)
                return LiveModelView(next, number: found.model.number)
            }.output
        }
    }

    /// A model with its project and what the actor may be there.
    struct Found: Sendable {
        let model: ModelVersion
        let project: Project
        let role: Role?
        let job: Job?
    }

    private static func event(
        _ found: Found, by actor: Actor, previous: ModelID?, firstUsed: [ItemID], version: Int
    ) throws -> EventDraft {
        let facts = try PromotionFacts(
            model: found.model, previous: previous, firstUsed: firstUsed, version: version, job: found.job
        ).json
        return try EventDraft(
            .modelPromoted, by: actor, as: found.role, project: found.project.id, subject: found.model.id.rawValue,
            correlation: found.model.job?.rawValue, policyVersion: found.project.policyVersion, facts: facts)
    }

    private static func load(_ id: ModelID, _ actor: Actor, _ tx: any ReadTransaction) throws -> Found {
        guard let model = try ModelStore.find(id, in: actor.workspace, tx) else {
            throw Problem.noSuch("model", id.rawValue)
        }
        let role = try ModelAccess.require(.promoteModel, on: model, for: actor)
        return Found(
            model: model, project: try ProjectStore.find(model.project, in: actor.workspace, tx), role: role,
            job: try model.job.flatMap { try JobStore.find($0, in: actor.workspace, tx) })
    }

    /// Refuses what `PromotionRules` refuse.
    static func check(
        _ model: ModelVersion, by actor: Actor, live: LiveModelRow?, _ tx: any ReadTransaction
    ) throws {
        let snapshot = try SnapshotStore.find(model.snapshot, tx)
        let candidate = PromotionRules.Candidate(
            model: model, lineage: snapshot?.details.lineage ?? [:],
            evaluatedOn: try EvaluationStore.hashes(of: model.id, tx))
        try PromotionRules.check(
            candidate, by: actor, live: live,
            liveEvaluatedOn: try live.map { try EvaluationStore.hashes(of: $0.model, tx) } ?? [])
    }
}
