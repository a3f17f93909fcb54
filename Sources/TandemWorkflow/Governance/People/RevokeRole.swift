import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Takes a role in a project away from somebody.
public struct RevokeRole: UseCase {
    /// What is asked.
    public typealias Input = GrantRole.Input
    /// What is so now.
    public typealias Output = GrantRole.Output

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Takes the role away; taking it twice changes nothing.
    /// - Throws: `Problem` with code `role_missing`, `no_such_project` or `no_such_account`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.grantRole, in: input.project, for: actor)
        let changed = try await services.database.write { tx in
            try ProjectPresence.require(input.project, in: actor.workspace, tx)
            let account = try AccountStore.find(input.account, in: actor.workspace, tx)
            guard try RoleStore.revoke(input.role, from: account.id, in: input.project, in: tx) else { return false }
            try services.ledger.append(
                [
                    EventDraft(
                        .roleRevoked, by: actor, as: role, project: input.project, subject: account.id.rawValue,
                        facts: ["role": .string(input.role.rawValue)])
                ], in: tx)
            tx.hint("people")
            return true
        }
        services.identities.forget()
        return Output(project: input.project, account: input.account, role: input.role.rawValue, changed: changed)
    }
}
