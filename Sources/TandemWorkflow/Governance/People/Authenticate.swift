import TandemGovernance
import TandemLedger
import TandemStore

/// Somebody who was recognized by a session or token.
public struct SignedIn: Sendable {
    /// Who it is.
    public let actor: Actor
    /// What a form must carry; empty for a token, which needs none.
    public let csrf: String
    /// When the session or token ends; nil for never.
    public let expiresAt: Instant?
}

/// Turns a session's or token's text into an actor: the first thing done with every request.
///
/// One indexed read, or none when the same secret was seen in the last two seconds (see `IdentityCache` for what that
/// means). The use of a session or token is written down at most every ten minutes.
public struct Authenticate: Sendable {
    private let services: Services

    /// A check over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Who stands behind the text of a session cookie; nil when nobody does, any more.
    /// - Throws: `StoreError`.
    public func session(_ token: String) async throws -> SignedIn? {
        guard let secret = SecretToken(.session, presented: token) else { return nil }
        return try await find(secret.hash) { try IdentityStore.session(hash: secret.hash, at: $0, $1) }
    }

    /// Who stands behind the text of an API token; nil when nobody does, any more.
    /// - Throws: `StoreError`.
    public func bearer(_ token: String) async throws -> Actor? {
        guard let secret = SecretToken(.token, presented: token) else { return nil }
        return try await find(secret.hash) { try IdentityStore.token(hash: secret.hash, at: $0, $1) }?.actor
    }

    /// Somebody by e-mail address, without any proof: for the command line, whose user holds the database anyway.
    /// - Throws: `Problem` when the address is malformed, unknown or disabled.
    public func person(_ email: String) async throws -> Actor {
        let address = try EmailAddress(email)
        let actor = try await services.database.read { tx in
            try AccountStore.find(address, tx).flatMap { try IdentityStore.account($0.id, tx) }
        }
        guard let actor else { throw Problem.noSuch("account", address.text) }
        return actor
    }

    /// The oldest administrator: for whom the command line acts when it names nobody.
    /// - Throws: `Problem` when there is none yet.
    public func administrator() async throws -> Actor {
        let actor = try await services.database.read { tx in
            try AccountStore.firstAdministrator(tx).flatMap { try IdentityStore.account($0.id, tx) }
        }
        guard let actor else {
            throw Problem(.notFound, "not_set_up", "Nobody administers this installation yet; start the server once.")
        }
        return actor
    }

    private func find(
        _ hash: [UInt8], _ look: @escaping @Sendable (Instant, any ReadTransaction) throws -> IdentityStore.Found?
    ) async throws -> SignedIn? {
        let now = services.clock.now
        let cached = services.identities.find(hash, at: now)
        if let found = cached.found { return found }
        guard let found = try await services.database.read({ try look(now, $0) }) else { return nil }
        try await noteUse(found, hash, at: now)
        let signedIn = SignedIn(actor: found.actor, csrf: found.csrf, expiresAt: found.expiresAt)
        services.identities.remember(signedIn, under: hash, at: now, ticket: cached.ticket)
        return signedIn
    }

    private func noteUse(_ found: IdentityStore.Found, _ hash: [UInt8], at now: Instant) async throws {
        if let seen = found.seenAt, now.since(seen) < Session.noteUseEvery * 1000 { return }
        try await services.database.write { tx in
            if let token = found.token {
                try SessionStore.used(token: token, at: now, in: tx)
            } else {
                try SessionStore.seen(hash: hash, at: now, in: tx)
            }
        }
    }
}
