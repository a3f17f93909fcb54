import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Gives somebody a role in a project.
public struct GrantRole: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project.
        public let project: ProjectID
        /// To whom.
        public let account: AccountID
        /// Which role.
        public let role: Role

        /// What is asked.
        public init(project: ProjectID, account: AccountID, role: Role) {
            self.project = project
            self.account = account
            self.role = role
        }
    }

    /// What is so now.
    public struct Output: Codable, Sendable, Equatable {
        /// The project.
        public let project: ProjectID
        /// Whose role.
        public let account: AccountID
        /// Which.
        public let role: String
        /// Whether this changed anything.
        public let changed: Bool
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Gives the role; giving it twice changes nothing.
    /// - Throws: `Problem` with code `role_missing`, `no_such_project` or `no_such_account`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.grantRole, in: input.project, for: actor)
        let now = services.clock.now
        let changed = try await services.database.write { tx in
            try ProjectPresence.require(input.project, in: actor.workspace, tx)
            let account = try AccountStore.find(input.account, in: actor.workspace, tx)
            guard account.disabledAt == nil else { throw Problem.noSuch("account", account.id.rawValue) }
            guard
                try RoleStore.grant(
                    input.role, to: account.id, in: input.project, by: actor, at: now, in: tx)
            else { return false }
            try services.ledger.append(
                [
                    EventDraft(
                        .roleGranted, by: actor, as: role, project: input.project, subject: account.id.rawValue,
                        facts: ["role": .string(input.role.rawValue)])
                ], in: tx)
            tx.hint("people")
            return true
        }
        services.identities.forget()
        return Output(project: input.project, account: input.account, role: input.role.rawValue, changed: changed)
    }
}
