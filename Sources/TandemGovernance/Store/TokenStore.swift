import TandemLedger
import TandemStore

/// Reads and ends API tokens; see `SessionStore` for their making.
public enum TokenStore {
    /// Whose a token is.
    /// - Throws: `Problem` not_found.
    public static func owner(
        of token: TokenID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> AccountID {
        let row = try tx.row(
            "SELECT account_id FROM api_token WHERE id = \(token) AND workspace_id = \(workspace)")
        guard let row else { throw Problem.noSuch("token", token.rawValue) }
        return AccountID(rawValue: try row.text("account_id"))
    }

    /// Ends a token; false when it had ended already.
    public static func revoke(_ token: TokenID, at now: Instant, in tx: any WriteTransaction) throws -> Bool {
        try tx.run("UPDATE api_token SET revoked_at = \(now) WHERE id = \(token) AND revoked_at IS NULL") > 0
    }

    /// What is shown of a token once its text is gone.
    public struct Listed: Sendable, Equatable, Codable {
        /// Its id.
        public let id: TokenID
        /// What it is for.
        public let name: String
        /// When it was made.
        public let createdAt: Instant
        /// When it was last used, to within ten minutes.
        public let usedAt: Instant?
        /// When it ends by itself.
        public let expiresAt: Instant?
        /// When it was revoked.
        public let revokedAt: Instant?
    }

    /// The tokens of an account, newest first.
    public static func list(of account: AccountID, _ tx: any ReadTransaction) throws -> [Listed] {
        try tx.rows(
            """
            SELECT id, name, created_at, used_at, expires_at, revoked_at FROM api_token
            WHERE account_id = \(account) ORDER BY id DESC LIMIT 500
            """
        ).map { row in
            Listed(
                id: TokenID(rawValue: try row.text("id")), name: try row.text("name"),
                createdAt: Instant(milliseconds: try row.int("created_at")),
                usedAt: try row.intIfAny("used_at").map(Instant.init(milliseconds:)),
                expiresAt: try row.intIfAny("expires_at").map(Instant.init(milliseconds:)),
                revokedAt: try row.intIfAny("revoked_at").map(Instant.init(milliseconds:)))
        }
    }
}
