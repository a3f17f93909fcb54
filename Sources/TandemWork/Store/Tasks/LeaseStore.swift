import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `lease` table.
public enum LeaseStore {
    private static let columns: SQL = """
        task_id, fence, worker_id, workspace_id, project_id, claim_key, claimed_at, expires_at, shown, ended_at, end_reason
        """

    /// Stores a lease that begins.
    public static func insert(_ lease: Lease, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO lease (task_id, fence, worker_id, workspace_id, project_id, claim_key, claimed_at, expires_at)
            VALUES (\(lease.task), \(lease.fence), \(lease.worker), \(lease.workspace), \(lease.project),
                \(lease.claimKey), \(lease.claimedAt), \(lease.expiresAt))
            """)
    }

    /// The lease with this number.
    public static func find(_ task: TaskID, fence: Int, _ tx: any ReadTransaction) throws -> Lease? {
        try tx.row("SELECT \(columns) FROM lease WHERE task_id = \(task) AND fence = \(fence)").map(lease(from:))
    }

    /// The lease that a claim with this key gave.
    public static func find(claimKey: String, of worker: WorkerID, _ tx: any ReadTransaction) throws -> Lease? {
        try tx.row(
            "SELECT \(columns) FROM lease WHERE worker_id = \(worker) AND claim_key = \(claimKey)"
        ).map(lease(from:))
    }

    /// The leases of a person in a project that have not ended, oldest first.
    public static func live(
        of worker: WorkerID, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> [Lease] {
        try tx.rows(
            """
            SELECT \(columns) FROM lease
            WHERE worker_id = \(worker) AND project_id = \(project) AND ended_at IS NULL
            """
        ).map(lease(from:)).sorted { ($0.claimedAt, $0.task) < ($1.claimedAt, $1.task) }  // two at most: no sorter
    }

    /// The lease of a person on a task that has not ended.
    public static func live(of worker: WorkerID, on task: TaskID, _ tx: any ReadTransaction) throws -> Lease? {
        try tx.row(
            """
            SELECT \(columns) FROM lease WHERE worker_id = \(worker) AND task_id = \(task) AND ended_at IS NULL
            """
        ).map(lease(from:))
    }

    /// The newest lease of a person on a task, ended or not.
    public static func last(of worker: WorkerID, on task: TaskID, _ tx: any ReadTransaction) throws -> Lease? {
        try tx.row(
            """
            SELECT \(columns) FROM lease WHERE worker_id = \(worker) AND task_id = \(task) ORDER BY fence DESC LIMIT 1
            """
        ).map(lease(from:))
    }

    /// Leases of all workspaces whose time ran out, at most `limit`, oldest first.
    public static func overdue(at now: Instant, limit: Int, _ tx: any ReadTransaction) throws -> [Lease] {
        try tx.rows(
            """
            SELECT \(columns) FROM lease WHERE ended_at IS NULL AND expires_at <= \(now)
            ORDER BY expires_at LIMIT \(limit)
            """
        ).map(lease(from:))
    }

    /// Lengthens a lease that has not ended.
    public static func extend(_ lease: Lease, to end: Instant, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE lease SET expires_at = \(end)
            WHERE task_id = \(lease.task) AND fence = \(lease.fence) AND ended_at IS NULL
            """)
    }

    /// Notes which answer of the model the person was shown, once.
    /// - Returns: whether it was noted now.
    @discardableResult
    public static func note(
        shown: JSONValue, task: TaskID, fence: Int, in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE lease SET shown = \(try shown.canonicalString)
            WHERE task_id = \(task) AND fence = \(fence) AND shown IS NULL
            """) == 1
    }

    /// Notes that the question after a task was answered, once.
    /// - Returns: whether it was noted now.
    public static func note(probe: String, task: TaskID, fence: Int, in tx: any WriteTransaction) throws -> Bool {
        try tx.run(
            "UPDATE lease SET probe = \(probe) WHERE task_id = \(task) AND fence = \(fence) AND probe IS NULL") == 1
    }

    /// Ends a lease, once.
    /// - Returns: whether it was ended now.
    @discardableResult
    public static func end(
        _ lease: Lease, at now: Instant, reason: LeaseEnd, in tx: any WriteTransaction
    ) throws -> Bool {
        try tx.run(
            """
            UPDATE lease SET ended_at = \(now), end_reason = \(reason.rawValue)
            WHERE task_id = \(lease.task) AND fence = \(lease.fence) AND ended_at IS NULL
            """) == 1
    }

    /// Ends all leases of a task.
    static func endAll(of task: TaskID, at now: Instant, reason: LeaseEnd, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE lease SET ended_at = \(now), end_reason = \(reason.rawValue)
            WHERE task_id = \(task) AND ended_at IS NULL
            """)
    }

    private static func lease(from row: Row) throws -> Lease {
        try Lease(
            task: row.id("task_id"), fence: row.int("fence"), worker: row.id("worker_id"),
            project: row.id("project_id"), workspace: row.id("workspace_id"), claimKey: row.textIfAny("claim_key"),
            claimedAt: row.instant("claimed_at"), expiresAt: row.instant("expires_at"), shown: row.jsonIfAny("shown"),
            endedAt: row.instantIfAny("ended_at"),
            endReason: row.textIfAny("end_reason").flatMap(LeaseEnd.init(rawValue:)))
    }
}
