import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemWork

/// Lists a project's models, newest first, with the live one and the changes of it.
public struct ListModels: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Where the page before ended: its `next`.
        public var cursor: String?
        /// At most so many, up to 100.
        public var limit: Int

        /// A question about a project's models.
        public init(project: String, cursor: String? = nil, limit: Int = 20) {
            self.project = project
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// The models.
    public struct Output: Codable, Sendable {
        /// Newest first.
        public var items: [ModelView]
        /// Where the next page begins; nil on the last.
        public var next: String?
        /// The live one; nil before the first promotion.
        public var live: LiveModelView?
        /// The newest changes of the live model; on the first page only.
        public var changes: [Change]
    }

    /// A change of the live model.
    public struct Change: Codable, Sendable, Equatable {
        /// The model that was live from then on.
        public var model: ModelID
        /// The model that was live until then.
        public var previous: ModelID?
        /// What kind of change.
        public var kind: Promotion.Kind
        /// Why.
        public var reason: String?
        /// The random id of who decided.
        public var decidedBy: String
        /// When.
        public var decidedAt: Instant
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// A page of models.
    /// - Throws: `Problem` no_such_project, forbidden, invalid for a cursor that is none.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let below = try input.cursor.map { text throws(Problem) in
            guard let number = Int(text), number > 0 else {
                throw Problem(.invalid, "bad_cursor", "This cursor is none of ours.", at: "cursor")
            }
            return number
        }
        let limit = min(100, max(1, input.limit))
        return try await services.database.read { tx in
            let project = try ProjectStore.find(input.project, in: actor.workspace, tx)
            try Permissions.require(.viewModels, in: project.id, for: actor)
            let found = try ModelStore.list(of: project.id, below: below, limit: limit + 1, tx)
            let items = try found.prefix(limit).map { try GetModel.view($0, for: actor, tx) }
            let live = try LiveModelStore.find(project.id, tx).flatMap { row in
                try ModelStore.find(row.model, tx).map { LiveModelView(row, number: $0.number) }
            }
            let changes = try below == nil ? LiveModelStore.changes(of: project.id, limit: 20, tx) : []
            return Output(
                items: items, next: found.count > limit ? items.last.map { String($0.number) } : nil, live: live,
                changes: changes.map {
                    Change(
                        model: $0.model, previous: $0.previous, kind: $0.kind, reason: $0.reason,
                        decidedBy: $0.decidedBy, decidedAt: $0.decidedAt)
                })
        }
    }
}
