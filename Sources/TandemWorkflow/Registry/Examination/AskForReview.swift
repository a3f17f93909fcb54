import Crypto
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Has an expert look once more at settled labels: those of a cohort the model gets wrong, or those it cannot believe.
public struct AskForReview: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The model whose examination names the items.
        public var model: ModelID
        /// What to look at.
        public var body: Body
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(model: ModelID, body: Body, onceKey: String? = nil) {
            self.model = model
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// What to look at: a cohort by its words, or without one the suspected labels.
    public struct Body: Sendable, Codable, Hashable {
        /// The words of a cohort of the examination; nil for the suspected labels.
        public var cohort: String?

        /// A body.
        public init(cohort: String? = nil) { self.cohort = cohort }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// How many review tasks were created.
        public var created: Int
        /// How many items were left out: their label waits for a review already, or is not settled any more.
        public var skipped: Int
    }

    /// Most tasks of one call.
    static let most = 200

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Creates the tasks.
    /// - Throws: `Problem` no_such_model, no_such_cohort, forbidden.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let examination = try await ExamineModel.load(input.model, for: .askForReview, as: actor, services)
        let items = try await OwnThread.run("tandem-examine") { try Self.items(input.body, of: examination) }
        let now = services.clock.now
        let request = try Wire.encode(input.body) + Array(input.model.rawValue.utf8)
        let project = examination.project
        return try await services.database.write { tx in
            let role = try Permissions.require(.askForReview, in: project.id, for: actor)
            return try Once.run(
                key: input.onceKey, operation: "AskForReview", request: request, actor: actor, now: now, in: tx
            ) {
                try ReviewAsking(
                    services: services, project: project, model: input.model, body: input.body, actor: actor,
                    role: role,
                    now: now, tx: tx
                ).create(items)
            }.output
        }
    }

    private static func items(_ body: Body, of examination: ModelExamination) throws -> [ItemID] {
        guard let words = body.cohort else { return try examination.view().suspects.map(\.item) }
        guard let items = try examination.items(of: words) else {
            throw Problem(
                .notFound, "no_such_cohort", "The examination of this model has no such cohort (any more).",
                at: "/cohort")
        }
        return items
    }
}

/// Review tasks of one call, inside its transaction.
private struct ReviewAsking {
    let services: Services
    let project: Project
    let model: ModelID
    let body: AskForReview.Body
    let actor: Actor
    let role: Role?
    let now: Instant
    let tx: any WriteTransaction

    private var reason: String { body.cohort == nil ? "suspected_label_error" : "error_cohort" }

    func create(_ items: [ItemID]) throws -> AskForReview.Output {
        var created: [ItemID] = []
        for item in items.prefix(AskForReview.most) where try create(item) { created.append(item) }
        if !created.isEmpty {
            try services.ledger.append([try event(created)], in: tx)
            tx.hint("work")
        }
        return AskForReview.Output(
            created: created.count, skipped: min(items.count, AskForReview.most) - created.count)
    }

    private func create(_ item: ItemID) throws -> Bool {
        guard let settled = try LabelStore.find(item, tx),
            try !TaskStore.list(of: item, tx).contains(where: { $0.kind == .review && !$0.state.isEnded })
        else { return false }
        let new = NewTask(
            id: services.random.id(at: now), item: item, kind: .review, purpose: .work, priority: 30, overlap: 1,
            blind: true,
            details: [
                "target": "human", "value": settled.value, "simulated": false, "reasons": [.string(reason)],
            ], createdAt: now)
        try TaskStore.insert(new, project: project, in: tx)
        return true
    }

    /// One event for the batch, with the hash of its items.
    private func event(_ items: [ItemID]) throws -> EventDraft {
        let bytes = items.map(\.rawValue).joined(separator: "\n")
        let hash = Hex.text(SHA256.hash(data: Array(bytes.utf8)))
        return try EventDraft(
            .taskCreated, by: actor, as: role, project: project.id, subject: model.rawValue,
            correlation: model.rawValue, policyVersion: project.policyVersion,
            facts: [
                "kind": "review", "reason": .string(reason), "count": JSONValue(items.count),
                "items_hash": .string(hash),
                "model": .string(model.rawValue), "cohort": JSONValue(orNull: body.cohort),
            ])
    }
}
