import TandemLedger
import TandemStore

/// Removes what a person may ask to be forgotten, and what has expired.
public enum ForgettingStore {
    /// The tables that forgetting a person changes.
    public static let tables: [StaticString] = [
        "account", "worker", "credential", "session", "role_grant", "idempotency", "api_token",
    ]

    /// Makes an account a name without a person: nobody can sign in as it, and nothing tells who it was.
    ///
    /// Its random ids stay, because events and votes name them.
    public static func forget(_ account: AccountID, at now: Instant, in tx: any WriteTransaction) throws {
        let email = "erased:" + account.rawValue
        try tx.run(
            """
            UPDATE account SET email = \(email), name = \("Erased person"), administrator = 0,
                disabled_at = COALESCE(disabled_at, \(now))
            WHERE id = \(account)
            """)
        try tx.run(
            "UPDATE worker SET name = \("Erased person"), external_id = NULL WHERE account_id = \(account)")
        try tx.run("DELETE FROM credential WHERE account_id = \(account)")
        try tx.run("DELETE FROM session WHERE account_id = \(account)")
        try tx.run("DELETE FROM role_grant WHERE account_id = \(account)")
        try tx.run("DELETE FROM idempotency WHERE account_id = \(account)")
        try tx.run(
            """
            UPDATE api_token SET name = \("erased"), revoked_at = COALESCE(revoked_at, \(now))
            WHERE account_id = \(account)
            """)
    }

    /// How many administrators of a workspace could still act.
    public static func administrators(of workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Int {
        let row = try tx.row(
            """
            SELECT COUNT(*) AS n FROM account
            WHERE workspace_id = \(workspace) AND administrator = 1 AND disabled_at IS NULL
            """)
        return try row?.int("n") ?? 0
    }

    /// Removes sessions that have ended and tries to sign in that count no more.
    /// - Returns: how many rows.
    @discardableResult
    public static func forgetExpired(at now: Instant, in tx: any WriteTransaction) throws -> Int {
        let idle = now.adding(seconds: -Session.longestIdle)
        let ended = try tx.run("DELETE FROM session WHERE expires_at <= \(now) OR seen_at <= \(idle)")
        let calm = now.adding(seconds: -24 * 3600)
        return try ended + tx.run("DELETE FROM sign_in_throttle WHERE updated_at < \(calm)")
    }
}
