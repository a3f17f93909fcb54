import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Lists a project's items, oldest first, page by page.
public struct ListItems: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// `next` of the page before.
        public var cursor: String?
        /// The most items of a page, 1 to 500.
        public var limit: Int

        /// An input.
        public init(project: String, cursor: String? = nil, limit: Int = 50) {
            self.project = project
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// One page.
    public struct Output: Sendable, Codable, Hashable {
        /// The items with their settled answers.
        public var items: [ItemView]
        /// The cursor of the next page; nil on the last.
        public var next: String?
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let limit = min(max(1, input.limit), 500)
        let cursor = try input.cursor.map { text throws(Problem) -> ItemID in
            if let id = ItemID(checking: text) { return id }
            throw Problem(.invalid, "bad_cursor", "This cursor is not one of ours.", at: "cursor")
        }
        return try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .listItems, as: actor, tx).project
            let found = try ItemStore.list(in: project.id, after: cursor, limit: limit + 1, tx)
            let page = found.prefix(limit)
            let views = try page.map { ItemView($0, resolution: try LabelStore.find($0.id, tx)) }
            return Output(items: views, next: found.count > limit ? page.last?.id.rawValue : nil)
        }
    }
}
