import TandemLedger
import TandemStore

/// The SQL of the `role_grant` table.
public enum RoleStore {
    /// Gives a role; false when the account had it already.
    public static func grant(
        _ role: Role, to account: AccountID, in project: ProjectID, by actor: Actor, at now: Instant,
        in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            INSERT INTO role_grant (project_id, account_id, role, workspace_id, granted_by, granted_at)
            VALUES (\(project), \(account), \(role.rawValue), \(actor.workspace), \(actor.id), \(now))
            ON CONFLICT (project_id, account_id, role) DO NOTHING
            """) > 0
    }

    /// Takes a role away; false when the account did not have it.
    public static func revoke(
        _ role: Role, from account: AccountID, in project: ProjectID, in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            DELETE FROM role_grant
            WHERE project_id = \(project) AND account_id = \(account) AND role = \(role.rawValue)
            """) > 0
    }

    /// The workers behind the accounts with a role in a project that can be used, with their roles.
    /// - Throws: `StoreError`.
    public static func workers(in project: ProjectID, _ tx: any ReadTransaction) throws -> [WorkerID: Set<Role>] {
        var workers: [WorkerID: Set<Role>] = [:]
        try tx.forEach(
            """
            SELECT w.id, r.role FROM role_grant r JOIN account a ON a.id = r.account_id
            JOIN worker w ON w.account_id = r.account_id
            WHERE r.project_id = \(project) AND a.disabled_at IS NULL
            """
        ) { row in
            guard let role = Role(rawValue: try row.text("role")) else { return }
            workers[WorkerID(rawValue: try row.text("id")), default: []].insert(role)
        }
        return workers
    }
}
