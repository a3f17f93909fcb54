import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Lists the projects that an actor may see, oldest first, page by page.
public struct ListProjects: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// `next` of the page before.
        public var cursor: String?
        /// The most projects of a page, 1 to 200.
        public var limit: Int

        /// An input.
        public init(cursor: String? = nil, limit: Int = 50) {
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// One page.
    public struct Output: Sendable, Codable, Hashable {
        /// The projects.
        public var items: [ProjectView]
        /// The cursor of the next page; nil on the last.
        public var next: String?
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let limit = min(max(1, input.limit), 200)
        let cursor = try input.cursor.map { text throws(Problem) -> ProjectID in
            if let id = ProjectID(checking: text) { return id }
            throw Problem(.invalid, "bad_cursor", "This cursor is not one of ours.", at: "cursor")
        }
        return try await services.database.read { tx in
            var page: [Project] = []
            var place = cursor
            // Projects without a role are stepped over, so a page is read in strides.
            while page.count <= limit {
                let found = try ProjectStore.list(in: actor.workspace, after: place, limit: 200, tx)
                page += found.filter { actor.isSystem || !actor.roles(in: $0.id).isEmpty }
                guard found.count == 200, let last = found.last else { break }
                place = last.id
            }
            let shown = page.prefix(limit)
            return Output(
                items: shown.map(ProjectView.init), next: page.count > limit ? shown.last?.id.rawValue : nil)
        }
    }
}
