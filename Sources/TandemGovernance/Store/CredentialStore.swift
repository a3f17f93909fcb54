import TandemLedger
import TandemStore

/// The SQL of the `credential` and `sign_in_throttle` tables.
public enum CredentialStore {
    /// Sets or replaces the password of an account.
    public static func set(
        _ password: PasswordHash, of account: AccountID, at now: Instant, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO credential (account_id, salt, hash, cost, updated_at)
            VALUES (\(account), \(password.salt), \(password.hash), \(password.cost.text), \(now))
            ON CONFLICT (account_id) DO UPDATE SET salt = excluded.salt, hash = excluded.hash,
                cost = excluded.cost, updated_at = excluded.updated_at
            """)
    }

    /// The password of an account; nil when it has none or one that this program cannot read.
    public static func password(of account: AccountID, _ tx: any ReadTransaction) throws -> PasswordHash? {
        guard let row = try tx.row("SELECT salt, hash, cost FROM credential WHERE account_id = \(account)"),
            let cost = ScryptCost(text: try row.text("cost"))
        else { return nil }
        return PasswordHash(salt: try row.blob("salt"), hash: try row.blob("hash"), cost: cost)
    }

    /// Begins a try: counts it as failed until it succeeds.
    /// - Throws: `Problem` with code `sign_in_throttled`.
    public static func beginTry(
        _ subject: String, _ rules: ThrottleRules, at now: Instant, in tx: any WriteTransaction
    ) throws {
        let row = try tx.row(
            """
            SELECT failures, blocked_until, updated_at FROM sign_in_throttle WHERE subject = \(subject)
            """ + tx.dialect.rowLock)
        let known = try row.map { row in
            ThrottleRules.State(
                failures: try row.int("failures"), blockedUntil: Instant(milliseconds: try row.int("blocked_until")),
                updatedAt: Instant(milliseconds: try row.int("updated_at")))
        }
        let state = try rules.begin(known, at: now)
        try tx.run(
            """
            INSERT INTO sign_in_throttle (subject, failures, blocked_until, updated_at)
            VALUES (\(subject), \(state.failures), \(state.blockedUntil), \(state.updatedAt))
            ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures,
                blocked_until = excluded.blocked_until, updated_at = excluded.updated_at
            """)
    }

    /// A try succeeded: the account starts over.
    public static func forgive(_ subject: String, in tx: any WriteTransaction) throws {
        try tx.run("DELETE FROM sign_in_throttle WHERE subject = \(subject)")
    }

    /// A try succeeded: it does not count against the address, but those before it still do.
    public static func takeBackTry(_ subject: String, at now: Instant, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE sign_in_throttle SET failures = failures - 1, blocked_until = \(now)
            WHERE subject = \(subject) AND failures > 0
            """)
    }
}
