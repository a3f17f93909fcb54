import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `task` table, except claiming (see `ClaimStore`).
public enum TaskStore {
    static let columns: SQL = """
        id, workspace_id, project_id, item_id, kind, purpose, state, priority, seq, skill, due_at, overlap, answers,
        leases, fence, blind, decision_id, for_worker, details, created_at, settle_at, ended_at
        """

    /// The same, for a query that joins another table.
    static let selection: SQL = """
        task.id, task.workspace_id, task.project_id, task.item_id, task.kind, task.purpose, task.state, task.priority,
        task.seq, task.skill, task.due_at, task.overlap, task.answers, task.leases, task.fence, task.blind,
        task.decision_id, task.for_worker, task.details, task.created_at, task.settle_at, task.ended_at
        """

    /// Queues a task at the end of its bucket of kind and priority, and counts it.
    ///
    /// - Parameters:
    ///   - new: the task.
    ///   - project: its project.
    ///   - fence: the number before that of its first lease.
    ///   - tx: the transaction.
    /// - Returns: the task as it stands in the queue.
    /// - Throws: `StoreError`.
    @discardableResult
    public static func insert(
        _ new: NewTask, project: Project, fence: Int = 0, in tx: any WriteTransaction
    ) throws -> WorkTask {
        let seq = try ProjectStore.takeSeqs(1, of: project.id, in: tx)
        var task = task(new, project: project, seq: seq)
        task.fence = fence
        try tx.insertMany(into: "task", columns: names, rows: [values(task)])
        if task.purpose.resolves {
            try CounterStore.add(1, to: CounterStore.waiting(task.kind), of: project.id, in: tx)
        }
        return task
    }

    /// Queues tasks in order; one statement fewer a task than inserting them singly.
    public static func insert(_ new: [NewTask], project: Project, in tx: any WriteTransaction) throws {
        guard !new.isEmpty else { return }
        let first = try ProjectStore.takeSeqs(new.count, of: project.id, in: tx)
        let tasks = new.enumerated().map { place, one in task(one, project: project, seq: first + place) }
        try tx.insertMany(into: "task", columns: names, rows: tasks.map(values))
        for (kind, tasks) in Dictionary(grouping: new.filter(\.purpose.resolves), by: \.kind) {
            try CounterStore.add(tasks.count, to: CounterStore.waiting(kind), of: project.id, in: tx)
        }
    }

    /// The task with this id, if the workspace has it.
    public static func find(_ id: TaskID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> WorkTask? {
        try tx.row("SELECT \(columns) FROM task WHERE id = \(id) AND workspace_id = \(workspace)").map(task(from:))
    }

    /// The task with this id, locked until the end of the transaction.
    /// - Throws: `Problem` no_such_task.
    public static func findForChange(
        _ id: TaskID, in workspace: WorkspaceID, _ tx: any WriteTransaction
    ) throws -> WorkTask {
        let query: SQL = "SELECT \(columns) FROM task WHERE id = \(id) AND workspace_id = \(workspace)"
        guard let row = try tx.row(query + tx.dialect.rowLock) else { throw Problem.noSuch("task", id.rawValue) }
        return try task(from: row)
    }

    /// The tasks of an item, oldest first.
    public static func list(of item: ItemID, _ tx: any ReadTransaction) throws -> [WorkTask] {
        try tx.rows("SELECT \(columns) FROM task WHERE item_id = \(item) ORDER BY id").map(task(from:))
    }

    /// Writes what changes in a task: state, place, answers, leases, fence, times.
    public static func save(_ task: WorkTask, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            UPDATE task SET state = \(task.state.rawValue), seq = \(task.seq), answers = \(task.answers),
                leases = \(task.leases), fence = \(task.fence), settle_at = \(task.settleAt), ended_at = \(task.endedAt)
            WHERE id = \(task.id)
            """)
    }

    /// Ends a task without an answer of its own and gives its leases up; nothing if it has ended already.
    /// - Returns: whether it was ended now.
    @discardableResult
    public static func close(_ task: WorkTask, at now: Instant, in tx: any WriteTransaction) throws -> Bool {
        guard !task.state.isEnded else { return false }
        var closed = task
        closed.state = .closed
        closed.leases = 0
        closed.settleAt = nil
        closed.endedAt = now
        try LeaseStore.endAll(of: task.id, at: now, reason: .closed, in: tx)
        try save(closed, in: tx)
        try countEnd(of: closed, in: tx)
        return true
    }

    /// Tasks whose time to undo is over, at most `limit`, oldest first.
    public static func due(at now: Instant, limit: Int, _ tx: any ReadTransaction) throws -> [WorkTask] {
        try tx.rows(
            """
            SELECT \(columns) FROM task WHERE settle_at IS NOT NULL AND settle_at <= \(now)
            ORDER BY settle_at LIMIT \(limit)
            """
        ).map(task(from:))
    }

    /// Moves an open task to another priority of its kind, at the end of that bucket.
    public static func move(
        _ task: TaskID, to priority: Int, project: ProjectID, in tx: any WriteTransaction
    ) throws {
        let seq = try ProjectStore.takeSeqs(1, of: project, in: tx)
        try tx.run(
            """
            UPDATE task SET priority = \(priority), seq = \(seq)
            WHERE id = \(task) AND project_id = \(project) AND state = 'open'
            """)
    }

    /// Open label tasks of a project with their items, oldest first after a cursor: candidates for a new order.
    public static func openLabelTasks(
        in project: ProjectID, limit: Int, _ tx: any ReadTransaction
    ) throws -> [(task: WorkTask, item: Item)] {
        let tasks = try tx.rows(
            """
            SELECT \(columns) FROM task WHERE project_id = \(project) AND kind = 'label' AND state = 'open'
            ORDER BY priority, seq LIMIT \(limit)
            """
        ).map(task(from:))
        return try tasks.compactMap { task in
            try ItemStore.find(task.item, in: task.workspace, tx).map { (task, $0) }
        }
    }

    /// Counts the end of a task that resolves its item.
    public static func countEnd(of task: WorkTask, in tx: any WriteTransaction) throws {
        guard task.purpose.resolves else { return }
        try CounterStore.add(-1, to: CounterStore.waiting(task.kind), of: task.project, in: tx)
    }

    private static let names: [StaticString] = [
        "id", "workspace_id", "project_id", "item_id", "kind", "purpose", "state", "priority", "seq", "skill", "due_at",
        "overlap", "answers", "leases", "fence", "blind", "decision_id", "for_worker", "details", "created_at",
        "settle_at", "ended_at",
    ]

    private static func values(_ task: WorkTask) throws -> [SQLValue] {
        [
            task.id.sqlValue, task.workspace.sqlValue, task.project.sqlValue, task.item.sqlValue,
            .text(task.kind.rawValue), .text(task.purpose.rawValue), .text(task.state.rawValue), task.priority.sqlValue,
            task.seq.sqlValue, task.skill.sqlValue, task.dueAt.sqlValue, task.overlap.sqlValue, task.answers.sqlValue,
            task.leases.sqlValue, task.fence.sqlValue, task.blind.sqlValue, task.decision.sqlValue,
            task.forWorker.sqlValue, .text(try task.details.canonicalString), task.createdAt.sqlValue,
            task.settleAt.sqlValue, task.endedAt.sqlValue,
        ]
    }

    static func task(_ new: NewTask, project: Project, seq: Int) -> WorkTask {
        WorkTask(
            id: new.id, workspace: project.workspace, project: project.id, item: new.item, kind: new.kind,
            purpose: new.purpose, state: .open, priority: new.priority, seq: seq, skill: new.skill, dueAt: new.dueAt,
            overlap: new.overlap, answers: 0, leases: 0, fence: 0, blind: new.blind, decision: new.decision,
            forWorker: new.forWorker, details: new.details, createdAt: new.createdAt, settleAt: nil, endedAt: nil)
    }

    static func task(from row: Row) throws -> WorkTask {
        try WorkTask(
            id: row.id("id"), workspace: row.id("workspace_id"), project: row.id("project_id"), item: row.id("item_id"),
            kind: row.word("kind"), purpose: row.word("purpose"), state: row.word("state"),
            priority: row.int("priority"), seq: row.int("seq"), skill: row.textIfAny("skill"),
            dueAt: row.instantIfAny("due_at"), overlap: row.int("overlap"), answers: row.int("answers"),
            leases: row.int("leases"), fence: row.int("fence"), blind: row.bool("blind"),
            decision: row.idIfAny("decision_id"), forWorker: row.idIfAny("for_worker"), details: row.json("details"),
            createdAt: row.instant("created_at"), settleAt: row.instantIfAny("settle_at"),
            endedAt: row.instantIfAny("ended_at"))
    }
}
