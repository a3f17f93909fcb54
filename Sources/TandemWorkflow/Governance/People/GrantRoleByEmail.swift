import TandemGovernance
import TandemLedger
import TandemStore

/// Gives somebody a role in a project by the address they sign in with, and a rate if one is named.
public struct GrantRoleByEmail: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project.
        public var project: ProjectID
        /// The address of the account.
        public var email: String
        /// Which role.
        public var role: Role
        /// What an hour of their work costs from now on; nil leaves that as it is.
        public var rate: SetRate.Body?

        /// An input.
        public init(project: ProjectID, email: String, role: Role, rate: SetRate.Body? = nil) {
            self.project = project
            self.email = email
            self.role = role
            self.rate = rate
        }
    }

    /// What is so now.
    public struct Output: Sendable, Codable, Hashable {
        /// Who has the role.
        public var name: String
        /// Which.
        public var role: String
        /// Whether this changed anything.
        public var changed: Bool
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` role_missing, email_invalid or no_such_account.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(.grantRole, in: input.project, for: actor)
        let email = try EmailAddress(input.email)
        let found = try await services.database.read { tx in
            try AccountStore.find(email, tx).flatMap { account in
                account.workspace == actor.workspace
                    ? (account: account, worker: try tx.row("SELECT id FROM worker WHERE account_id = \(account.id)"))
                    : nil
            }
        }
        guard let found else {
            throw Problem(.notFound, "no_such_account", "Nobody here signs in with that address.", at: "/email")
        }
        let granted = try await GrantRole(services).run(
            .init(project: input.project, account: found.account.id, role: input.role), as: actor)
        if let rate = input.rate, let worker = found.worker {
            _ = try await SetRate(services).run(
                .init(worker: WorkerID(rawValue: try worker.text("id")), rate), as: actor)
        }
        return Output(name: found.account.name, role: granted.role, changed: granted.changed)
    }
}
