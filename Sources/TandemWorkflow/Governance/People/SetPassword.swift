import TandemGovernance
import TandemLedger
import TandemStore

/// Sets a password: one's own by naming the present one, or, as an administrator, somebody else's.
///
/// Every other session of the account ends.
public struct SetPassword: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// Whose; nil for one's own.
        public let account: AccountID?
        /// The present password; needed for one's own.
        public let current: String?
        /// The new one.
        public let new: String
        /// The text of the session that may go on; nil for none.
        public let keeping: String?

        /// What is asked.
        public init(account: AccountID? = nil, current: String? = nil, new: String, keeping: String? = nil) {
            self.account = account
            self.current = current
            self.new = new
            self.keeping = keeping
        }
    }

    /// What is so now.
    public struct Output: Codable, Sendable, Equatable {
        /// Whose password was set.
        public let account: AccountID
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Sets the password.
    /// - Throws: `Problem` with code `password_wrong`, `sign_in_throttled`, `role_missing`, `no_such_account`, or about
    ///   the new password.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard let owner = input.account ?? actor.account else {
            throw Problem(.invalid, "account_missing", "Say whose password it is to be.", at: "/account")
        }
        let isOwn = owner == actor.account
        let role = isOwn ? nil : try Permissions.require(.createAccount, in: nil, for: actor)
        let now = services.clock.now
        let account = try await services.database.read { tx in
            try AccountStore.find(owner, in: actor.workspace, tx)
        }
        guard account.disabledAt == nil else { throw Problem.noSuch("account", owner.rawValue) }
        if isOwn { try await check(input.current, of: owner, at: now) }
        try PasswordRules.check(input.new, email: EmailAddress(account.email), name: account.name)
        let password = try await PasswordHash.make(input.new, random: services.random)
        let kept = input.keeping.flatMap { SecretToken(.session, presented: $0) }?.hash
        try await services.database.write { tx in
            guard try AccountStore.find(owner, in: actor.workspace, tx).disabledAt == nil else {
                throw Problem.noSuch("account", owner.rawValue)
            }
            try CredentialStore.set(password, of: owner, at: now, in: tx)
            try SessionStore.endAll(of: owner, except: kept, in: tx)
            try services.ledger.append(
                [EventDraft(.passwordSet, by: actor, as: role, subject: owner.rawValue)], in: tx)
        }
        services.identities.forget()
        return Output(account: owner)
    }

    /// Whoever sits at somebody's open browser may not try passwords at will either.
    private func check(_ current: String?, of account: AccountID, at now: Instant) async throws {
        let subject = "password:" + account.rawValue
        let stored = try await services.database.write { tx in
            try CredentialStore.beginTry(subject, .account, at: now, in: tx)
            return try CredentialStore.password(of: account, tx)
        }
        guard let current, let stored, try await stored.matches(current) else {
            throw Problem(.forbidden, "password_wrong", "The present password is wrong.", at: "/current")
        }
        try await services.database.write { tx in try CredentialStore.forgive(subject, in: tx) }
    }
}
