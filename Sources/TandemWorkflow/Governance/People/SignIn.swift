import Crypto
import TandemGovernance
import TandemLedger
import TandemStore

/// Opens a session with e-mail address and password.
///
/// An unknown address, an account without a password, a disabled one and a wrong password take the same time and get
/// the same answer. Tries are counted for the address that is signed in with and for the one it comes from, under
/// hashes of both.
public struct SignIn: Sendable {
    /// A session that was opened.
    public struct Output: Sendable {
        /// The text for the cookie; it is not stored and cannot be shown again.
        public let sessionToken: String
        /// What forms must carry.
        public let csrf: String
        /// Who signed in.
        public let actor: Actor
        /// When the session ends at the latest.
        public let expiresAt: Instant
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - email: the address as it was typed.
    ///   - password: the password as it was typed.
    ///   - remoteAddress: where the request comes from.
    /// - Returns: the session and what its browser needs.
    /// - Throws: `Problem` with code `sign_in_refused` or `sign_in_throttled` (with the fact `retry_after`).
    public func run(email: String, password: String, remoteAddress: String) async throws -> Output {
        let now = services.clock.now
        let address = try? EmailAddress(email)
        let throttles = Throttles(email: address?.text ?? email, remoteAddress: remoteAddress)
        let known = try await services.database.write { tx in
            try CredentialStore.beginTry(throttles.address, .address, at: now, in: tx)
            try CredentialStore.beginTry(throttles.account, .account, at: now, in: tx)
            return try address.flatMap { try Self.find($0, tx) }
        }
        let matches = try await (known?.password ?? .ofNobody).matches(String(password.prefix(PasswordRules.longest)))
        guard let known, let stored = known.password, let actor = known.actor, matches,
            password.utf8.count <= PasswordRules.longest
        else {
            try await refuse(known?.account)
            throw Problem(.unauthenticated, "sign_in_refused", "The e-mail address or the password is wrong.")
        }
        return try await open(actor, known.account, stored, throttles, at: now)
    }

    private struct Known: Sendable {
        let account: Account
        let actor: Actor?
        let password: PasswordHash?
    }

    private struct Throttles: Sendable {
        let account: String
        let address: String

        init(email: String, remoteAddress: String) {
            account = "account:" + Hex.text(SHA256.hash(data: Array(email.utf8)))
            address = "address:" + Hex.text(SHA256.hash(data: Array(remoteAddress.utf8)))
        }
    }

    private static func find(_ email: EmailAddress, _ tx: any ReadTransaction) throws -> Known? {
        guard let account = try AccountStore.find(email, tx) else { return nil }
        return Known(
            account: account, actor: try IdentityStore.account(account.id, tx),
            password: try CredentialStore.password(of: account.id, tx))
    }

    private func open(
        _ actor: Actor, _ account: Account, _ used: PasswordHash, _ throttles: Throttles, at now: Instant
    ) async throws -> Output {
        let secret = SecretToken(.session, from: services.random)
        let session = Session(
            account: account.id, workspace: account.workspace,
            csrf: SecretToken.base64URL(services.random.bytes(32)), createdAt: now,
            expiresAt: now.adding(seconds: Session.longestLife))
        let event = try EventDraft(.signedIn, by: actor, subject: account.id.rawValue)
        try await services.database.write { tx in
            // The password may have been changed, or the account disabled, while it was being checked.
            guard try CredentialStore.password(of: account.id, tx) == used,
                try IdentityStore.account(account.id, tx) != nil
            else { throw Problem(.unauthenticated, "sign_in_refused", "The e-mail address or the password is wrong.") }
            try CredentialStore.forgive(throttles.account, in: tx)
            try CredentialStore.takeBackTry(throttles.address, at: now, in: tx)
            try SessionStore.insert(session, hash: secret.hash, in: tx)
            try services.ledger.append([event], in: tx)
        }
        return Output(sessionToken: secret.text, csrf: session.csrf, actor: actor, expiresAt: session.expiresAt)
    }

    /// An account's owner can see that somebody tried; of unknown addresses nothing is kept.
    private func refuse(_ account: Account?) async throws {
        guard let account else { return }
        let event = try EventDraft(
            .signInRefused, by: .system(in: account.workspace), subject: account.id.rawValue)
        try await services.database.write { tx in _ = try services.ledger.append([event], in: tx) }
    }
}
