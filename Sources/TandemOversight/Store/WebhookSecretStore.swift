import TandemLedger
import TandemStore

/// The SQL of the `webhook_secret` table; a project signs all its messages with one secret.
public enum WebhookSecretStore {
    /// The project's secret; nil when it never needed one.
    public static func find(_ project: ProjectID, _ tx: any ReadTransaction) throws -> [UInt8]? {
        try tx.row("SELECT secret FROM webhook_secret WHERE project_id = \(project)")?.blob("secret")
    }

    /// Writes a project's first or next secret.
    public static func save(
        _ secret: [UInt8], of project: ProjectID, in workspace: WorkspaceID, at now: Instant,
        in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO webhook_secret (project_id, workspace_id, secret, created_at)
            VALUES (\(project), \(workspace), \(secret), \(now))
            ON CONFLICT (project_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
            """)
    }
}
