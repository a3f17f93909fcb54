import TandemLedger
import TandemStore

/// The SQL of the `idempotency` table: what was answered to a request that carried a key.
public enum OnceStore {
    /// Milliseconds for which a key is remembered: a day.
    public static let memory = 24 * 3600 * 1000

    /// What was asked and answered under a key.
    public struct Known: Sendable, Equatable {
        /// The use case that was run.
        public let operation: String
        /// SHA-256 of what was asked.
        public let request: [UInt8]
        /// The answer as JSON.
        public let body: String
    }

    /// Takes a key for this request, waiting for another transaction that has just taken it.
    /// - Returns: nil when it was free; else what is known of it.
    /// - Throws: `StoreError`.
    public static func take(
        _ key: String, operation: String, request: [UInt8], by actor: Actor, at now: Instant,
        in tx: any WriteTransaction
    ) throws -> Known? {
        let insert: SQL = """
            INSERT INTO idempotency (account_id, key, workspace_id, operation, request_hash, status, body, created_at)
            VALUES (\(owner(actor)), \(key), \(actor.workspace), \(operation), \(request), 0, \(""), \(now))
            ON CONFLICT (account_id, key) DO NOTHING
            """
        if try tx.run(insert) > 0 { return nil }
        let stale = now.adding(milliseconds: -memory)
        let removed = try tx.run(
            """
            DELETE FROM idempotency
            WHERE account_id = \(owner(actor)) AND key = \(key) AND created_at < \(stale)
            """)
        if removed > 0, try tx.run(insert) > 0 { return nil }
        let row = try tx.row(
            """
            SELECT operation, request_hash, body FROM idempotency
            WHERE account_id = \(owner(actor)) AND key = \(key)
            """)
        guard let row else { throw StoreError.conflict("an idempotency key was forgotten at the moment of its use") }
        return Known(
            operation: try row.text("operation"), request: try row.blob("request_hash"), body: try row.text("body"))
    }

    /// Keeps the answer.
    public static func keep(_ body: String, under key: String, by actor: Actor, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE idempotency SET status = 200, body = \(body) WHERE account_id = \(owner(actor)) AND key = \(key)
            """)
    }

    /// Forgets every key older than a day.
    /// - Returns: how many.
    @discardableResult
    public static func forget(before now: Instant, in tx: any WriteTransaction) throws -> Int {
        try tx.run("DELETE FROM idempotency WHERE created_at < \(now.adding(milliseconds: -memory))")
    }

    private static func owner(_ actor: Actor) -> String {
        actor.account?.rawValue ?? actor.id + "@" + actor.workspace.rawValue
    }
}
