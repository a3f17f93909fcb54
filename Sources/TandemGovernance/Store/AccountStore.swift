import TandemLedger
import TandemStore

/// The SQL of the `workspace`, `account` and `worker` tables.
public enum AccountStore {
    /// Writes a workspace.
    public static func insert(
        workspace: WorkspaceID, name: String, at now: Instant, in tx: any WriteTransaction
    ) throws {
        try tx.run("INSERT INTO workspace (id, name, created_at) VALUES (\(workspace), \(name), \(now))")
    }

    /// Whether anybody has set this installation up.
    public static func isEmpty(_ tx: any ReadTransaction) throws -> Bool {
        try tx.row("SELECT id FROM workspace LIMIT 1") == nil
    }

    /// Writes an account.
    public static func insert(_ account: Account, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO account (id, workspace_id, email, name, administrator, created_at, disabled_at)
            VALUES (\(account.id), \(account.workspace), \(account.email), \(account.name),
                \(account.isAdministrator), \(account.createdAt), \(account.disabledAt))
            """)
    }

    /// Writes a worker.
    public static func insert(_ worker: Worker, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO worker (id, workspace_id, account_id, kind, name, external_id, simulated, created_at)
            VALUES (\(worker.id), \(worker.workspace), \(worker.account), \(worker.kind.rawValue), \(worker.name),
                \(worker.externalID), \(worker.isSimulated), \(worker.createdAt))
            """)
    }

    /// The account with this address, in whatever workspace.
    public static func find(_ email: EmailAddress, _ tx: any ReadTransaction) throws -> Account? {
        try tx.row(select + " WHERE email = \(email.text)").map(account)
    }

    /// An account of a workspace.
    /// - Throws: `Problem` not_found.
    public static func find(
        _ id: AccountID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> Account {
        guard let row = try tx.row(select + " WHERE id = \(id) AND workspace_id = \(workspace)") else {
            throw Problem.noSuch("account", id.rawValue)
        }
        return try account(row)
    }

    /// The oldest administrator that can still be used: the one for whom the command line acts when it names nobody.
    public static func firstAdministrator(_ tx: any ReadTransaction) throws -> Account? {
        try tx.row(select + " WHERE administrator = 1 AND disabled_at IS NULL ORDER BY id LIMIT 1").map(account)
    }

    private static let select: SQL =
        "SELECT id, workspace_id, email, name, administrator, created_at, disabled_at FROM account"

    private static func account(_ row: Row) throws -> Account {
        Account(
            id: AccountID(rawValue: try row.text("id")), workspace: WorkspaceID(rawValue: try row.text("workspace_id")),
            email: try row.text("email"), name: try row.text("name"), isAdministrator: try row.bool("administrator"),
            createdAt: Instant(milliseconds: try row.int("created_at")),
            disabledAt: try row.intIfAny("disabled_at").map(Instant.init(milliseconds:)))
    }
}
