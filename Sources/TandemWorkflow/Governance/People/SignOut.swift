import TandemGovernance
import TandemLedger
import TandemStore

/// Ends a session.
public struct SignOut: Sendable {
    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Ends the session with this text; one that is no session any more is no error.
    /// - Throws: `StoreError`.
    public func run(token: String) async throws {
        guard let secret = SecretToken(.session, presented: token) else { return }
        let now = services.clock.now
        try await services.database.write { tx in
            let found = try IdentityStore.session(hash: secret.hash, at: now, tx)
            guard try SessionStore.end(hash: secret.hash, in: tx), let actor = found?.actor else { return }
            let account = actor.account?.rawValue ?? actor.id
            try services.ledger.append([EventDraft(.signedOut, by: actor, subject: account)], in: tx)
        }
        services.identities.forget()
    }
}
