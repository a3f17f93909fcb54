import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemWork

/// Lists a project's messages to the outside, newest first; dead ones are found here.
public struct ListMessages: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Only messages that stand so.
        public var state: Message.State?
        /// Where the last page ended.
        public var cursor: String?
        /// At most so many, up to 200.
        public var limit: Int

        /// An input.
        public init(project: String, state: Message.State? = nil, cursor: String? = nil, limit: Int = 50) {
            self.project = project
            self.state = state
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// A page.
    public struct Output: Sendable, Codable, Hashable {
        /// Newest first.
        public var items: [MessageView]
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
        let before = try input.cursor.map { text throws(Problem) -> ID<IDs.Message> in
            guard let id = ID<IDs.Message>(checking: text) else {
                throw Problem(.invalid, "bad_cursor", "This is no cursor of this list.", at: "cursor")
            }
            return id
        }
        return try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .editProject, as: actor, tx).project
            let found = try OutboxStore.list(of: project.id, state: input.state, before: before, limit: limit + 1, tx)
            let page = found.prefix(limit)
            return Output(
                items: page.map { MessageView($0) }, next: found.count > limit ? page.last?.id.rawValue : nil)
        }
    }
}

/// A message as pages see it; its body is the receiver's business.
public struct MessageView: Sendable, Codable, Hashable {
    /// Its id, as the receiver sees it.
    public var id: ID<IDs.Message>
    /// What it tells: `decision.closed`.
    public var kind: String
    /// Where it goes.
    public var url: String
    /// `waiting`, `delivered` or `dead`.
    public var state: Message.State
    /// How many tries were begun.
    public var attempts: Int
    /// When it is tried next.
    public var nextAt: Instant?
    /// What went wrong last.
    public var lastError: String?
    /// When it was written.
    public var createdAt: Instant
    /// When it was delivered or given up.
    public var endedAt: Instant?

    init(_ message: Message) {
        id = message.id
        kind = message.kind
        url = message.url
        state = message.state
        attempts = message.attempts
        nextAt = message.state == .waiting ? message.nextAt : nil
        lastError = message.lastError
        createdAt = message.createdAt
        endedAt = message.endedAt
    }
}
