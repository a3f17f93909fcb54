import TandemLedger
import TandemStore

/// Finds who stands behind a session, a token or an account: one statement each, by an index.
public enum IdentityStore {
    /// Somebody as the database knows them at this moment.
    public struct Found: Sendable {
        /// Who it is.
        public let actor: Actor
        /// What their forms must carry; empty for a token.
        public let csrf: String
        /// When the session or token ends; nil for never.
        public let expiresAt: Instant?
        /// When its use was last written down.
        public let seenAt: Instant?
        /// The id of the token; nil for a session.
        public let token: TokenID?
    }

    /// Who stands behind a session; nil when there is none, it has ended, or the account is disabled.
    public static func session(hash: [UInt8], at now: Instant, _ tx: any ReadTransaction) throws -> Found? {
        let rows = try tx.rows(
            """
            SELECT s.csrf, s.expires_at, s.seen_at, \(person) FROM session s
            JOIN account a ON a.id = s.account_id \(joins) WHERE s.hash = \(hash)
            """)
        guard let row = rows.first, let actor = try actor(rows) else { return nil }
        let expiresAt = Instant(milliseconds: try row.int("expires_at"))
        let seenAt = Instant(milliseconds: try row.int("seen_at"))
        guard now < expiresAt, now < seenAt.adding(seconds: Session.longestIdle) else { return nil }
        return Found(
            actor: actor, csrf: try row.text("csrf"),
            expiresAt: min(expiresAt, seenAt.adding(seconds: Session.longestIdle)), seenAt: seenAt, token: nil)
    }

    /// Who stands behind an API token; nil when there is none, it has ended, or the account is disabled.
    public static func token(hash: [UInt8], at now: Instant, _ tx: any ReadTransaction) throws -> Found? {
        let rows = try tx.rows(
            """
            SELECT t.id AS token_id, t.expires_at, t.used_at, \(person) FROM api_token t
            JOIN account a ON a.id = t.account_id \(joins) WHERE t.hash = \(hash) AND t.revoked_at IS NULL
            """)
        guard let row = rows.first, let actor = try actor(rows) else { return nil }
        let expiresAt = try row.intIfAny("expires_at").map(Instant.init(milliseconds:))
        if let expiresAt, now >= expiresAt { return nil }
        return Found(
            actor: actor, csrf: "", expiresAt: expiresAt,
            seenAt: try row.intIfAny("used_at").map(Instant.init(milliseconds:)),
            token: TokenID(rawValue: try row.text("token_id")))
    }

    /// An account as an actor; nil when there is none or it is disabled.
    public static func account(_ id: AccountID, _ tx: any ReadTransaction) throws -> Actor? {
        try actor(tx.rows("SELECT \(person) FROM account a \(joins) WHERE a.id = \(id)"))
    }

    private static let person: SQL = """
        a.id AS account_id, a.workspace_id, a.name, a.administrator, a.disabled_at, w.id AS worker_id, w.simulated,
        r.project_id, r.role
        """
    private static let joins: SQL = """
        LEFT JOIN worker w ON w.account_id = a.id LEFT JOIN role_grant r ON r.account_id = a.id
        """

    /// One row for each role they hold, or one with NULLs.
    private static func actor(_ rows: [Row]) throws -> Actor? {
        guard let first = rows.first, try first.intIfAny("disabled_at") == nil else { return nil }
        var roles: [ProjectID: Set<Role>] = [:]
        for row in rows {
            guard let project = try row.textIfAny("project_id"), let role = Role(rawValue: try row.text("role")) else {
                continue
            }
            roles[ProjectID(rawValue: project), default: []].insert(role)
        }
        return Actor(
            account: AccountID(rawValue: try first.text("account_id")),
            worker: try first.textIfAny("worker_id").map(WorkerID.init(rawValue:)),
            workspace: WorkspaceID(rawValue: try first.text("workspace_id")), name: try first.text("name"),
            isAdministrator: try first.bool("administrator"), roles: roles,
            isSimulated: try first.intIfAny("simulated") == 1)
    }
}
