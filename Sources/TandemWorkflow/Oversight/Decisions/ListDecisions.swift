import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Lists a project's decisions, newest first.
public struct ListDecisions: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Only those that wait for a person.
        public var openOnly: Bool
        /// Only those that went this way: `auto` or `human`; nil for all.
        public var route: String?
        /// Where the last page ended.
        public var cursor: String?
        /// At most so many, up to 200.
        public var limit: Int

        /// An input.
        public init(
            project: String, openOnly: Bool = false, route: String? = nil, cursor: String? = nil, limit: Int = 50
        ) {
            self.project = project
            self.openOnly = openOnly
            self.route = route
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// A page.
    public struct Output: Sendable, Codable, Hashable {
        /// Newest first.
        public var items: [DecisionView]
        /// Where the next page begins; absent on the last.
        public var next: String?
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let limit = min(200, max(1, input.limit))
        let before = try input.cursor.map { text throws(Problem) -> DecisionID in
            guard let id = DecisionID(checking: text) else {
                throw Problem(.invalid, "bad_cursor", "This is no cursor of this list.", at: "cursor")
            }
            return id
        }
        return try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .viewDecisions, as: actor, tx).project
            let found = try DecisionStore.list(
                of: project.id, before: before, openOnly: input.openOnly, route: input.route, limit: limit + 1, tx)
            let page = found.prefix(limit)
            return Output(
                items: page.map { DecisionView($0, for: actor) },
                next: found.count > limit ? page.last?.id.rawValue : nil)
        }
    }
}
