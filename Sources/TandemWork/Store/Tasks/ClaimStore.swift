import TandemLedger
import TandemStore

/// Finds the next task for a person, in time that depends neither on the length of the queue nor on how much the
/// person has done.
///
/// Open tasks stand in an index by kind, priority and place. A person's *mark* in a bucket of kind and priority says:
/// everything open here up to this place was answered or skipped or is held by this person, or cannot be theirs. It stays true
/// because a task that opens again takes a new place at the end, and because marks are forgotten when a skill is
/// granted. A search begins at the mark and moves it when it had to step over many tasks.
public struct ClaimStore {
    /// How many tasks a search may step over before the mark is moved.
    private static let stride = 32

    private let project: ProjectID
    /// Every task before this place is visible to the search.
    private let end: Int
    private let worker: WorkerID
    private let tx: any WriteTransaction

    /// A search for a person in a project that was read earlier in the same transaction.
    public init(project: Project, worker: WorkerID, tx: any WriteTransaction) {
        self.project = project.id
        end = project.nextSeq
        self.worker = worker
        self.tx = tx
    }

    /// A task, locked, with its item.
    public typealias Found = (task: WorkTask, item: Item)

    /// The first task of a kind that this person can claim; nil when there is none.
    public func next(_ kind: TaskKind) throws -> Found? {
        var priority = -1
        while let bucket = try nextBucket(kind, after: priority) {
            if let found = try search(kind, bucket.priority, from: bucket.mark) { return found }
            priority = bucket.priority
        }
        return nil
    }

    /// The next priority with open tasks, and the person's mark there, -1 without one.
    private func nextBucket(_ kind: TaskKind, after priority: Int) throws -> (priority: Int, mark: Int)? {
        try tx.row(
            """
            SELECT priority, (SELECT m.seq FROM claim_mark m WHERE m.project_id = \(project)
                AND m.worker_id = \(worker) AND m.kind = \(kind.rawValue) AND m.priority = task.priority) AS mark
            FROM task WHERE project_id = \(project) AND kind = \(kind.rawValue) AND state = 'open'
                AND priority > \(priority) ORDER BY priority LIMIT 1
            """
        ).map { (try $0.int("priority"), try $0.intIfAny("mark") ?? -1) }
    }

    private func search(_ kind: TaskKind, _ priority: Int, from mark: Int) throws -> Found? {
        var place = mark
        while true {
            let open = Self.open(kind, priority, after: place, project: project, worker: worker)
            // CROSS tells SQLite to take the tasks in the order of their index, and each one's item after that.
            let row = try tx.row(
                """
                SELECT \(TaskStore.selection), \(ItemStore.selection) FROM task CROSS JOIN item
                WHERE item.id = task.item_id AND \(open) ORDER BY task.seq LIMIT 1
                """)
            guard let row else {
                if place == mark { try move(to: end - 1, from: mark, kind, priority) }
                return nil
            }
            let next = try TaskStore.task(from: row)
            if place == mark { try move(to: next.seq - 1, from: mark, kind, priority) }
            if let task = try lock(next) { return (task, try ItemStore.item(from: row)) }
            place = next.seq  // another server holds it this instant; the mark stays before it
        }
    }

    private func lock(_ task: WorkTask) throws -> WorkTask? {
        if tx.dialect.engine == .sqlite { return task }
        let query: SQL = "SELECT \(TaskStore.columns) FROM task WHERE id = \(task.id) AND state = 'open'"
        return try tx.row(query + tx.dialect.claimLock).map(TaskStore.task(from:))
    }

    /// Open tasks that a person can claim, from a place on, as a condition on `task`.
    private static func open(
        _ kind: TaskKind, _ priority: Int, after place: Int, project: ProjectID, worker: WorkerID
    ) -> SQL {
        // Whoever answered an item neither reviews nor adjudicates it.
        let isNew: SQL =
            switch kind {
            case .label:
                """
                NOT EXISTS (SELECT 1 FROM annotation a
                    WHERE a.task_id = task.id AND a.worker_id = \(worker) AND a.state IN ('counted', 'late'))
                """
            case .review, .adjudicate:
                """
                NOT EXISTS (SELECT 1 FROM annotation a
                    WHERE a.item_id = task.item_id AND a.worker_id = \(worker) AND a.state <> 'undone')
                AND NOT EXISTS (SELECT 1 FROM review r WHERE r.task_id = task.id AND r.worker_id = \(worker))
                """
            case .approve: "1 = 1"
            }
        return """
            task.project_id = \(project) AND task.kind = \(kind.rawValue) AND task.state = 'open'
            AND task.priority = \(priority) AND task.seq > \(place)
            AND (task.for_worker IS NULL OR task.for_worker = \(worker))
            AND (task.skill IS NULL OR EXISTS (SELECT 1 FROM worker_skill s WHERE s.project_id = task.project_id
                AND s.worker_id = \(worker) AND s.skill = task.skill))
            AND \(isNew)
            AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.worker_id = \(worker) AND l.task_id = task.id
                AND (l.ended_at IS NULL OR l.end_reason = 'skipped'))
            """
    }

    private func move(to place: Int, from mark: Int, _ kind: TaskKind, _ priority: Int) throws {
        guard place >= mark + Self.stride else { return }
        try tx.run(
            """
            INSERT INTO claim_mark (project_id, worker_id, kind, priority, seq)
            VALUES (\(project), \(worker), \(kind.rawValue), \(priority), \(place))
            ON CONFLICT (project_id, worker_id, kind, priority) DO UPDATE SET seq = excluded.seq
            """)
    }

    /// Forgets a person's marks: they may claim more than before.
    public static func forgetMarks(
        of worker: WorkerID, in project: ProjectID, tx: any WriteTransaction
    ) throws {
        try tx.run("DELETE FROM claim_mark WHERE project_id = \(project) AND worker_id = \(worker)")
    }

    /// How many tasks of a kind a person could claim now, counted up to `limit`.
    public static func count(
        _ kind: TaskKind, for worker: WorkerID, in project: ProjectID, limit: Int, _ tx: any ReadTransaction
    ) throws -> Int {
        let buckets = try tx.rows(
            """
            SELECT priority, seq FROM claim_mark
            WHERE project_id = \(project) AND worker_id = \(worker) AND kind = \(kind.rawValue)
            """)
        let marks = try Dictionary(
            buckets.map { (try $0.int("priority"), try $0.int("seq")) }, uniquingKeysWith: max)
        var count = 0
        var priority = -1
        while count < limit {
            let row = try tx.row(
                """
                SELECT priority FROM task WHERE project_id = \(project) AND kind = \(kind.rawValue)
                    AND state = 'open' AND priority > \(priority) ORDER BY priority LIMIT 1
                """)
            guard let row else { break }
            priority = try row.int("priority")
            let open = open(kind, priority, after: marks[priority] ?? -1, project: project, worker: worker)
            count += try tx.rows("SELECT task.id FROM task WHERE \(open) LIMIT \(limit - count)").count
        }
        return count
    }
}
