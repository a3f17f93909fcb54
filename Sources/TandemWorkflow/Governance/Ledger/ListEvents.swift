import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Lists events, newest first.
public struct ListEvents: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// One project, or nil for the whole workspace, which administrators may ask for.
        public var project: ProjectID?
        /// One kind of event only.
        public var kind: String?
        /// Events about one thing only.
        public var subject: String?
        /// Where the last page ended.
        public var cursor: String?
        /// How many at most, from 1 to 500.
        public var limit: Int

        /// What is asked.
        public init(
            project: ProjectID? = nil, kind: String? = nil, subject: String? = nil, cursor: String? = nil,
            limit: Int = 50
        ) {
            self.project = project
            self.kind = kind
            self.subject = subject
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// One event, without what is sealed.
    public struct Item: Encodable, Sendable, Equatable {
        /// Its id.
        public let id: EventID
        /// The chain it stands in.
        public let chain: String
        /// Its place there.
        public let seq: Int
        /// When it happened.
        public let occurredAt: Instant
        /// When it was written down.
        public let recordedAt: Instant
        /// The random id of who acted.
        public let actor: String
        /// In which role.
        public let role: String
        /// The project.
        public let project: ProjectID?
        /// What happened.
        public let kind: String
        /// To what.
        public let subject: String
        /// What all events of one case share.
        public let correlation: String?
        /// What led to it.
        public let causation: String?
        /// The version of the policy in force.
        public let policyVersion: String?
        /// The facts.
        public let facts: JSONValue
        /// Whether personal details are sealed with it.
        public let sealed: Bool
        /// Its hash in hex.
        public let hash: String
    }

    /// A page.
    public struct Output: Encodable, Sendable {
        /// The events.
        public let items: [Item]
        /// Where the next page begins; nil at the end.
        public let next: String?
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Lists a page.
    /// - Throws: `Problem` with code `role_missing`, `limit_out_of_range` or `cursor_malformed`; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(.viewLedger, in: input.project, for: actor)
        let limit = try PageRules.check(limit: input.limit)
        let before = try PageRules.check(cursor: input.cursor, of: IDs.Event.self)
        let filter = EventFilter(
            workspace: actor.workspace, project: input.project, kind: input.kind, subject: input.subject)
        let events = try await services.database.read { tx in
            try EventStore.newest(filter, before: before, limit: limit + 1, tx)
        }
        let items = try events.prefix(limit).map(Self.item)
        return Output(items: items, next: events.count > limit ? items.last?.id.rawValue : nil)
    }

    private static func item(_ event: Event) throws -> Item {
        Item(
            id: event.id, chain: event.chain, seq: event.seq, occurredAt: event.occurredAt,
            recordedAt: event.recordedAt,
            actor: event.actor, role: event.role, project: event.project, kind: event.kind, subject: event.subject,
            correlation: event.correlation, causation: event.causation, policyVersion: event.policyVersion,
            facts: try JSONValue(parsing: event.facts), sealed: event.sealed != nil, hash: Hex.text(event.hash))
    }
}
