import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `snapshot` and `snapshot_item` tables.
public enum SnapshotStore {
    /// Starts a snapshot; it counts as unfinished until `finish`.
    public static func insert(_ snapshot: Snapshot, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO snapshot (id, workspace_id, project_id, hash, arm, items, details, created_by, created_at, job_id)
            VALUES (\(snapshot.id), \(snapshot.workspace), \(snapshot.project), \(snapshot.hash),
                \(snapshot.purpose.rawValue), \(snapshot.count), \(snapshot.details.json.canonicalString),
                \(snapshot.createdBy), \(snapshot.createdAt), \(snapshot.job))
            """)
    }

    /// Adds rows to an unfinished snapshot.
    public static func insertRows(
        _ rows: some Sequence<SnapshotRow>, of snapshot: SnapshotID, in tx: any WriteTransaction
    ) throws {
        for row in rows {
            try tx.run(
                """
                INSERT INTO snapshot_item (snapshot_id, item_id, role, label, source)
                VALUES (\(snapshot), \(row.item), \(row.part.rawValue), \(row.label), \(row.source))
                """)
        }
    }

    /// Declares a snapshot complete; nothing is added afterwards.
    public static func finish(_ snapshot: SnapshotID, at now: Instant, in tx: any WriteTransaction) throws {
        try tx.run("UPDATE snapshot SET finished_at = \(now) WHERE id = \(snapshot) AND finished_at IS NULL")
    }

    /// Removes what a job left unfinished when its server died.
    public static func removeUnfinished(of job: JobID, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            DELETE FROM snapshot_item WHERE snapshot_id IN
                (SELECT id FROM snapshot WHERE job_id = \(job) AND finished_at IS NULL)
            """)
        try tx.run("DELETE FROM snapshot WHERE job_id = \(job) AND finished_at IS NULL")
    }

    /// The complete snapshots that a job has made.
    public static func finished(by job: JobID, _ tx: any ReadTransaction) throws -> [Snapshot] {
        try tx.rows("SELECT * FROM snapshot WHERE job_id = \(job) AND finished_at IS NOT NULL ORDER BY id").map(
            snapshot)
    }

    /// A complete snapshot; nil when there is none.
    public static func find(_ id: SnapshotID, _ tx: any ReadTransaction) throws -> Snapshot? {
        try tx.row("SELECT * FROM snapshot WHERE id = \(id) AND finished_at IS NOT NULL").map(snapshot)
    }

    /// The evaluation set that a project's models are compared on now; nil before its first.
    public static func evaluation(of project: ProjectID, _ tx: any ReadTransaction) throws -> Snapshot? {
        try tx.row(
            """
            SELECT * FROM snapshot WHERE project_id = \(project) AND arm = 'evaluation' AND finished_at IS NOT NULL
            ORDER BY id DESC LIMIT 1
            """
        ).map(snapshot)
    }

    /// Calls `body` with each row's item, part, label and source, in the order of items.
    public static func forEachRow(
        of snapshot: SnapshotID, _ tx: any ReadTransaction,
        _ body: (_ item: ItemID, _ part: Part, _ label: String, _ source: String) throws -> Void
    ) throws {
        try tx.forEach(
            "SELECT item_id, role, label, source FROM snapshot_item WHERE snapshot_id = \(snapshot) ORDER BY item_id"
        ) { row in
            guard let part = try Part(rawValue: row.text("role")) else {
                throw StoreError.unexpectedValue("role", "a part of a snapshot")
            }
            try body(ItemID(rawValue: try row.text("item_id")), part, try row.text("label"), try row.text("source"))
        }
    }

    static func snapshot(_ row: Row) throws -> Snapshot {
        guard let purpose = try Snapshot.Purpose(rawValue: row.text("arm")) else {
            throw StoreError.unexpectedValue("arm", "what a snapshot is for")
        }
        return Snapshot(
            id: SnapshotID(rawValue: try row.text("id")),
            workspace: WorkspaceID(rawValue: try row.text("workspace_id")),
            project: ProjectID(rawValue: try row.text("project_id")), hash: try row.text("hash"), purpose: purpose,
            count: try row.int("items"), details: SnapshotDetails(json: try row.json("details")),
            createdBy: try row.text("created_by"), createdAt: try row.instant("created_at"),
            job: try row.textIfAny("job_id").map(JobID.init(rawValue:)))
    }
}
