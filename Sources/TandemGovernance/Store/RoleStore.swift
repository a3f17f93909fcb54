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
}
