import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Goes back to the model that was live before; one person may, since it is how harm is stopped.
public struct RollBackModel: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The model to go back to.
        ///
        /// Refused unless it is the one that was live before. Nil takes that one.
        public var to: ModelID?
        /// Why, in a sentence; optional.
        public var reason: String?
        /// The caller's idempotency key.
        public var onceKey: String?

        /// A request to go back.
        public init(project: String, to: ModelID? = nil, reason: String? = nil, onceKey: String? = nil) {
            self.project = project
            self.to = to
            self.reason = reason
            self.onceKey = onceKey
        }
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Rolls back.
    /// - Throws: `Problem` no_such_project, forbidden, conflict when no model was live before.
    public func run(_ input: Input, as actor: Actor) async throws -> LiveModelView {
        let services = services
        let now = services.clock.now
        try ReasonText.check(input.reason)
        let change: ID<IDs.Promotion> = services.random.id(at: now)
        return try await services.database.write { tx in
            let project = try ProjectStore.find(input.project, in: actor.workspace, tx)
            let role = try Permissions.require(.rollBackModel, in: project.id, for: actor)
            let request = Array(
                (project.id.rawValue + "\n" + (input.to?.rawValue ?? "") + "\n" + (input.reason ?? "")).utf8)
            return try Once.run(
                key: input.onceKey, operation: "RollBackModel", request: request, actor: actor, now: now, in: tx
            ) {
                let live = try LiveModelStore.lock(project.id, in: tx)
                let (from, to) = try PromotionRules.target(ofRollbackFrom: live)
                guard input.to == nil || input.to == to else {
                    throw Problem(
                        .conflict, "not_previous", "Another model was live before; only that one can come back.")
                }
                guard let model = try ModelStore.find(to, tx) else { throw Problem.noSuch("model", to.rawValue) }
                let next = try LiveModelStore.set(
                    to, previous: try LiveModelStore.predecessor(of: to, in: project.id, tx), replacing: live,
                    workspace: project.workspace, project: project.id, at: now, in: tx)
                try ModelStore.setState(.retired, of: from, in: tx)
                try ModelStore.setState(.live, of: to, in: tx)
                let step = Promotion(
                    id: change, model: to, previous: from, kind: .rolledBack, reason: input.reason,
                    decidedBy: actor.id, decidedAt: now)
                try LiveModelStore.record(step, workspace: project.workspace, project: project.id, in: tx)
                try PromotionFollowUp.run(next, in: project, services: services, as: actor, now: now, tx: tx)
                let facts: [String: JSONValue] = [
                    "model": .string(to.rawValue), "number": JSONValue(model.number),
                    "previous": .string(from.rawValue), "snapshot": .string(model.snapshot.rawValue),
                    "version": JSONValue(next.version),
                ]
                let draft = try EventDraft(
                    .modelRolledBack, by: actor, as: role, project: project.id, subject: to.rawValue,
                    policyVersion: project.policyVersion, facts: facts)
                try services.ledger.append([draft], in: tx)
                return LiveModelView(next, number: model.number)
            }.output
        }
    }
}
