import TandemLedger
import TandemStore

/// What an hour of a worker costs from a moment on.
public struct Rate: Sendable, Equatable, Codable {
    /// From when on.
    public let since: Instant
    /// Money for an hour.
    public let perHour: Double
    /// ISO 4217, three capital letters.
    public let currency: String

    /// A rate.
    public init(since: Instant, perHour: Double, currency: String) {
        self.since = since
        self.perHour = perHour
        self.currency = currency
    }
}

/// The SQL of the `worker_rate` table.
public enum RateStore {
    /// Sets what a worker costs from a moment on, in place of what was set for the same moment.
    public static func set(_ rate: Rate, of worker: WorkerID, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO worker_rate (worker_id, since, per_hour, currency)
            VALUES (\(worker), \(rate.since), \(rate.perHour), \(rate.currency))
            ON CONFLICT (worker_id, since) DO UPDATE SET per_hour = excluded.per_hour, currency = excluded.currency
            """)
    }

    /// What a worker costs at a moment; nil when nothing was set.
    public static func inForce(of worker: WorkerID, at moment: Instant, _ tx: any ReadTransaction) throws -> Rate? {
        try tx.row(
            """
            SELECT since, per_hour, currency FROM worker_rate
            WHERE worker_id = \(worker) AND since <= \(moment) ORDER BY since DESC LIMIT 1
            """
        ).map { row in
            Rate(
                since: Instant(milliseconds: try row.int("since")), perHour: try row.double("per_hour"),
                currency: try row.text("currency"))
        }
    }

    /// Whether a workspace has this worker, with a role in a project if one is named.
    public static func isWorker(
        _ worker: WorkerID, of workspace: WorkspaceID, in project: ProjectID?, _ tx: any ReadTransaction
    ) throws -> Bool {
        var query: SQL = "SELECT id FROM worker w WHERE id = \(worker) AND workspace_id = \(workspace)"
        if let project {
            query.append(
                """
                 AND EXISTS (SELECT 1 FROM role_grant r
                    WHERE r.account_id = w.account_id AND r.project_id = \(project))
                """)
        }
        return try tx.row(query) != nil
    }
}
