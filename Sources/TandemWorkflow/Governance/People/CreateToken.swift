import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Makes an API token for oneself, or, as an administrator, for somebody else.
///
/// Its text is shown this once.
public struct CreateToken: UseCase {
    /// The new token, as the API takes it.
    public struct Body: Codable, Sendable {
        /// What it is for.
        public var name: String
        /// Whose it is; one's own by default.
        public var account: AccountID?
        /// When it ends by itself; never by default.
        public var expiresAt: Instant?

        /// A new token.
        public init(name: String, account: AccountID? = nil, expiresAt: Instant? = nil) {
            self.name = name
            self.account = account
            self.expiresAt = expiresAt
        }
    }

    /// What is asked.
    public struct Input: Sendable {
        /// The new token.
        public let body: Body
        /// The caller's idempotency key; a replay is refused with the token's id, for its text is gone.
        public let onceKey: String?

        /// What is asked.
        public init(_ body: Body, onceKey: String? = nil) {
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// The token; hand `token` to its owner and forget it.
    public struct Output: Encodable, Sendable {
        /// Its id.
        public let id: TokenID
        /// The secret text.
        public let token: String
        /// What it is for.
        public let name: String
        /// Whose it is.
        public let account: AccountID
        /// When it was made.
        public let createdAt: Instant
        /// When it ends by itself.
        public let expiresAt: Instant?
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Makes the token.
    /// - Throws: `Problem` with code `token_already_created` (fact `token_id`) on a replay, `role_missing`,
    ///   `no_such_account`, `name_malformed` or `expiry_past`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let name = try NewPerson.checkedName(input.body.name)
        let now = services.clock.now
        if let end = input.body.expiresAt, end <= now {
            throw Problem(.invalid, "expiry_past", "A token cannot end before it begins.", at: "/expires_at")
        }
        let owner = input.body.account ?? actor.account
        guard let owner else {
            throw Problem(.invalid, "account_missing", "Say whose token it is to be.", at: "/account")
        }
        let role = owner == actor.account ? nil : try Permissions.require(.createAccount, in: nil, for: actor)
        let secret = SecretToken(.token, from: services.random)
        let token = APIToken(
            id: services.random.id(at: now), account: owner, workspace: actor.workspace, name: name, createdAt: now,
            expiresAt: input.body.expiresAt)
        let request = try Wire.encode(input.body)
        let reply = try await services.database.write { tx in
            try Once.run(
                key: input.onceKey, operation: "CreateToken", request: request, actor: actor, now: now, in: tx
            ) { try write(token, hash: secret.hash, by: actor, as: role, in: tx) }
        }
        if reply.isReplay {
            throw Problem(
                .conflict, "token_already_created",
                "This token was made already and is shown only once; revoke it and make another with a new key.",
                facts: ["token_id": reply.output.rawValue])
        }
        return Output(
            id: token.id, token: secret.text, name: name, account: owner, createdAt: now, expiresAt: token.expiresAt)
    }

    private func write(
        _ token: APIToken, hash: [UInt8], by actor: Actor, as role: Role?, in tx: any WriteTransaction
    ) throws -> TokenID {
        let account = try AccountStore.find(token.account, in: actor.workspace, tx)
        guard account.disabledAt == nil else { throw Problem.noSuch("account", account.id.rawValue) }
        try SessionStore.insert(token, hash: hash, in: tx)
        try services.ledger.append(
            [
                EventDraft(
                    .tokenCreated, by: actor, as: role, subject: token.id.rawValue,
                    facts: ["account": .string(token.account.rawValue)])
            ], in: tx)
        return token.id
    }
}
