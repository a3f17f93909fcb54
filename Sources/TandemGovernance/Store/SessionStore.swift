import TandemLedger
import TandemStore

/// The SQL of the `session` and `api_token` tables.
public enum SessionStore {
    /// Writes a session.
    public static func insert(_ session: Session, hash: [UInt8], in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO session (hash, account_id, workspace_id, csrf, created_at, seen_at, expires_at)
            VALUES (\(hash), \(session.account), \(session.workspace), \(session.csrf), \(session.createdAt),
                \(session.createdAt), \(session.expiresAt))
            """)
    }

    /// Ends a session; false when there is none.
    @discardableResult
    public static func end(hash: [UInt8], in tx: any WriteTransaction) throws -> Bool {
        try tx.run("DELETE FROM session WHERE hash = \(hash)") > 0
    }

    /// Ends every session of an account, but for one if it is named.
    public static func endAll(
        of account: AccountID, except kept: [UInt8]? = nil, in tx: any WriteTransaction
    ) throws {
        try tx.run("DELETE FROM session WHERE account_id = \(account) AND hash <> \(kept ?? [])")
    }

    /// Notes that a session was used.
    public static func seen(hash: [UInt8], at now: Instant, in tx: any WriteTransaction) throws {
        try tx.run("UPDATE session SET seen_at = \(now) WHERE hash = \(hash) AND seen_at < \(now)")
    }

    /// Writes an API token.
    public static func insert(_ token: APIToken, hash: [UInt8], in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO api_token (id, account_id, workspace_id, name, hash, created_at, expires_at)
            VALUES (\(token.id), \(token.account), \(token.workspace), \(token.name), \(hash), \(token.createdAt),
                \(token.expiresAt))
            """)
    }

    /// Notes that a token was used.
    public static func used(token: TokenID, at now: Instant, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE api_token SET used_at = \(now) WHERE id = \(token) AND (used_at IS NULL OR used_at < \(now))
            """)
    }
}
