import TandemGovernance
import TandemLedger
import TandemStore

/// Lists the people of the workspace, or those with a role in one project, in the order in which they came.
public struct ListPeople: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// One project, or nil for all, which administrators may ask for.
        public var project: ProjectID?
        /// Where the last page ended.
        public var cursor: String?
        /// How many at most, from 1 to 500.
        public var limit: Int

        /// What is asked.
        public init(project: ProjectID? = nil, cursor: String? = nil, limit: Int = 50) {
            self.project = project
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// Roles in one project.
    public struct RolesInProject: Codable, Sendable, Equatable {
        /// The project.
        public let project: ProjectID
        /// The roles, sorted.
        public let roles: [String]

        init(_ project: ProjectID, _ roles: Set<Role>) {
            self.project = project
            self.roles = roles.map(\.rawValue).sorted()
        }
    }

    /// One person; only administrators see addresses and rates.
    public struct Item: Encodable, Sendable, Equatable {
        /// The account.
        public let account: AccountID
        /// The worker behind it.
        public let worker: WorkerID?
        /// The name.
        public let name: String
        /// The address to sign in with.
        public let email: String?
        /// What kind of worker they are.
        public let kind: String?
        /// Whether they administer the workspace.
        public let administrator: Bool
        /// Whether they only play a person.
        public let simulated: Bool
        /// Whether the account can be used.
        public let active: Bool
        /// When it was made.
        public let createdAt: Instant
        /// What an hour costs now.
        public let rate: Rate?
        /// Their roles.
        public let roles: [RolesInProject]
    }

    /// A page.
    public struct Output: Encodable, Sendable {
        /// The people.
        public let items: [Item]
        /// Where the next page begins; nil at the end.
        public let next: String?
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Lists a page.
    /// - Throws: `Problem` with code `role_missing`, `no_such_project`, `limit_out_of_range` or `cursor_malformed`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(input.project == nil ? .viewWorkspace : .viewProject, in: input.project, for: actor)
        let limit = try PageRules.check(limit: input.limit)
        let after = try PageRules.check(cursor: input.cursor, of: IDs.Account.self)
        let now = services.clock.now
        let people = try await services.database.read { tx in
            try PeopleStore.list(actor.workspace, in: input.project, after: after, limit: limit + 1, at: now, tx)
        }
        let items = people.prefix(limit).map { Self.item($0, isPrivileged: actor.isAdministrator || actor.isSystem) }
        return Output(items: Array(items), next: people.count > limit ? items.last?.account.rawValue : nil)
    }

    private static func item(_ person: PeopleStore.Person, isPrivileged: Bool) -> Item {
        Item(
            account: person.account.id, worker: person.worker?.id, name: person.account.name,
            email: isPrivileged ? person.account.email : nil, kind: person.worker?.kind.rawValue,
            administrator: person.account.isAdministrator, simulated: person.worker?.isSimulated ?? false,
            active: person.account.disabledAt == nil, createdAt: person.account.createdAt,
            rate: isPrivileged ? person.rate : nil,
            roles: person.roles.sorted { $0.key < $1.key }.map { RolesInProject($0.key, $0.value) })
    }
}
