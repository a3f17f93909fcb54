import TandemGovernance
import TandemLedger
import TandemStore

/// Ends an API token: one's own, or, as an administrator, anybody's.
public struct RevokeToken: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The token's id.
        public let token: TokenID

        /// What is asked.
        public init(token: TokenID) { self.token = token }
    }

    /// What is so now.
    public struct Output: Codable, Sendable, Equatable {
        /// The token.
        public let token: TokenID
        /// Whether this changed anything.
        public let changed: Bool
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Ends the token; ending it twice changes nothing.
    /// - Throws: `Problem` with code `no_such_token`, also when it is somebody else's.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let changed = try await services.database.write { tx in
            let owner = try TokenStore.owner(of: input.token, in: actor.workspace, tx)
            var role: Role?
            if owner != actor.account {
                guard actor.isAdministrator || actor.isSystem else {
                    throw Problem.noSuch("token", input.token.rawValue)
                }
                role = try Permissions.require(.createAccount, in: nil, for: actor)
            }
            guard try TokenStore.revoke(input.token, at: now, in: tx) else { return false }
            try services.ledger.append(
                [EventDraft(.tokenRevoked, by: actor, as: role, subject: input.token.rawValue)], in: tx)
            return true
        }
        services.identities.forget()
        return Output(token: input.token, changed: changed)
    }
}
