import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `annotation` table.
public enum AnnotationStore {
    private static let columns: SQL = """
        id, task_id, item_id, project_id, workspace_id, worker_id, value, label, unsure, comment, active_ms, mode,
        guideline_version, state, details, created_at
        """

    /// Stores an answer.
    public static func insert(_ answer: Annotation, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO annotation (id, workspace_id, project_id, task_id, item_id, worker_id, value, label, unsure,
                comment, active_ms, mode, guideline_version, state, details, created_at)
            VALUES (\(answer.id), \(answer.workspace), \(answer.project), \(answer.task), \(answer.item),
                \(answer.worker), \(try answer.value?.canonicalString), \(answer.label), \(answer.unsure),
                \(answer.comment), \(answer.activeMs), \(answer.mode.rawValue), \(answer.guidelineVersion),
                \(answer.state.rawValue), \(try answer.details.canonicalString), \(answer.createdAt))
            """)
    }

    /// The answer of a person to a task that counts or came late.
    public static func standing(
        of worker: WorkerID, on task: TaskID, _ tx: any ReadTransaction
    ) throws -> Annotation? {
        try tx.row(
            """
            SELECT \(columns) FROM annotation
            WHERE task_id = \(task) AND worker_id = \(worker) AND state IN ('counted', 'late')
            """
        ).map(annotation(from:))
    }

    /// A person's answers to a task that stand: the one that counts or came late, and a second thought kept beside it.
    public static func all(
        of worker: WorkerID, on task: WorkTask, _ tx: any ReadTransaction
    ) throws -> [Annotation] {
        try tx.rows(
            """
            SELECT \(columns) FROM annotation WHERE item_id = \(task.item) AND worker_id = \(worker)
                AND task_id = \(task.id) AND state IN ('counted', 'late', 'revised') ORDER BY created_at, id
            """
        ).map(annotation(from:))
    }

    /// A person's answers in a project that stand, newest first, before a moment.
    public static func newest(
        of worker: WorkerID, in project: ProjectID, before: Instant?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Annotation] {
        let earlier: SQL = before.map { "AND created_at < \($0)" } ?? ""
        return try tx.rows(
            """
            SELECT \(columns) FROM annotation WHERE worker_id = \(worker) AND project_id = \(project) \(earlier)
                AND state IN ('counted', 'late', 'revised')
            ORDER BY created_at DESC LIMIT \(limit)
            """
        ).map(annotation(from:))
    }

    /// The independent sure labels of a project that count, item by item: what an aggregator is fitted on.
    ///
    /// Without the model's answer in view, and on tasks that settle their item.
    public static func forEachVote(
        in project: ProjectID, _ tx: any ReadTransaction, _ body: (ItemID, WorkerID, String) throws -> Void
    ) throws {
        try tx.forEach(
            """
            SELECT a.item_id, a.worker_id, a.label FROM annotation a JOIN task t ON t.id = a.task_id
            WHERE a.project_id = \(project) AND a.state = 'counted' AND a.unsure = 0 AND a.label IS NOT NULL
                AND a.mode = 'manual' AND t.kind = 'label' AND t.purpose IN ('work', 'audit', 'decision')
            ORDER BY a.item_id, a.worker_id
            """
        ) { row in try body(row.id("item_id"), row.id("worker_id"), row.text("label")) }
    }

    /// The answers to a task that count, in the order they came.
    public static func counted(on task: TaskID, _ tx: any ReadTransaction) throws -> [Annotation] {
        // The index holds late ones too; there are few.
        try tx.rows(
            """
            SELECT \(columns) FROM annotation
            WHERE task_id = \(task) AND state IN ('counted', 'late') ORDER BY created_at, id
            """
        ).map(annotation(from:)).filter { $0.state == .counted }
    }

    /// All answers about an item, oldest first.
    public static func list(of item: ItemID, _ tx: any ReadTransaction) throws -> [Annotation] {
        try tx.rows(
            "SELECT \(columns) FROM annotation WHERE item_id = \(item) ORDER BY created_at, id"
        ).map(annotation(from:))
    }

    /// Marks an answer as taken back or corrected.
    public static func set(
        _ state: AnnotationState, of id: AnnotationID, at now: Instant, in tx: any WriteTransaction
    ) throws {
        try tx.run("UPDATE annotation SET state = \(state.rawValue), ended_at = \(now) WHERE id = \(id)")
    }

    /// When a person first answered in a project.
    public static func first(
        of worker: WorkerID, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> Instant? {
        try tx.row(
            """
            SELECT created_at FROM annotation WHERE worker_id = \(worker) AND project_id = \(project)
            ORDER BY created_at LIMIT 1
            """
        ).map { try $0.instant("created_at") }
    }

    /// The first sure answers of a person to ordinary tasks given between two moments, oldest first.
    public static func repeatable(
        of worker: WorkerID, in project: ProjectID, from start: Instant, to end: Instant, limit: Int,
        _ tx: any ReadTransaction
    ) throws -> [Annotation] {
        try tx.rows(
            """
            SELECT \(columns) FROM annotation
            WHERE worker_id = \(worker) AND project_id = \(project) AND created_at >= \(start) AND created_at <= \(end)
                AND state = 'counted' AND unsure = 0
                AND NOT EXISTS (
                    SELECT 1 FROM task t WHERE t.item_id = annotation.item_id AND t.for_worker = \(worker)
                        AND t.purpose = 'repeat')
                AND EXISTS (SELECT 1 FROM task o WHERE o.id = annotation.task_id AND o.kind = 'label'
                    AND o.purpose IN ('work', 'audit', 'decision'))
            ORDER BY created_at LIMIT \(limit)
            """
        ).map(annotation(from:))
    }

    private static func annotation(from row: Row) throws -> Annotation {
        try Annotation(
            id: row.id("id"), task: row.id("task_id"), item: row.id("item_id"), project: row.id("project_id"),
            workspace: row.id("workspace_id"), worker: row.id("worker_id"), value: row.jsonIfAny("value"),
            label: row.textIfAny("label"), unsure: row.bool("unsure"), comment: row.textIfAny("comment"),
            activeMs: row.int("active_ms"), mode: row.word("mode"), guidelineVersion: row.int("guideline_version"),
            state: row.word("state"), details: row.json("details"), createdAt: row.instant("created_at"))
    }
}
