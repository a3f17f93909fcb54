import TandemGovernance
import TandemLedger
import TandemStore

/// Tells somebody how they are known here.
public struct WhoAmI: UseCase {
    /// Nothing is asked.
    public struct Input: Sendable {
        /// Nothing.
        public init() {}
    }

    /// How they are known.
    public struct Output: Encodable, Sendable, Equatable {
        /// The account.
        public let account: AccountID?
        /// The worker: the id that events and votes show.
        public let worker: WorkerID?
        /// The workspace.
        public let workspace: WorkspaceID
        /// The name.
        public let name: String
        /// The address to sign in with.
        public let email: String?
        /// Whether they administer the workspace.
        public let administrator: Bool
        /// Whether they only play a person.
        public let simulated: Bool
        /// Their roles.
        public let roles: [ListPeople.RolesInProject]
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Tells them.
    /// - Throws: `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let email = try await services.database.read { tx in
            try actor.account.map { try AccountStore.find($0, in: actor.workspace, tx).email }
        }
        return Output(
            account: actor.account, worker: actor.worker, workspace: actor.workspace, name: actor.name, email: email,
            administrator: actor.isAdministrator, simulated: actor.isSimulated,
            roles: actor.roles.sorted { $0.key < $1.key }.map { ListPeople.RolesInProject($0.key, $0.value) })
    }
}
