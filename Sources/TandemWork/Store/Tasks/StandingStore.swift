import TandemLedger
import TandemStore

/// Reads which tasks wait and who has had to do with them, for the question whether anybody is left to take them.
public enum StandingStore {
    /// Open tasks that may be stuck, oldest of each kind first: every kind but `label`, and labels that were skipped.
    ///
    /// - Parameters:
    ///   - project: the project.
    ///   - limit: at most so many of each kind.
    ///   - tx: the transaction.
    /// - Returns: the tasks; nobody holds them.
    /// - Throws: `StoreError`.
    public static func suspects(
        in project: ProjectID, limit: Int, _ tx: any ReadTransaction
    ) throws -> [WorkTask] {
        var found: [WorkTask] = []
        for kind in TaskKind.allCases where kind != .label {
            found += try tx.rows(
                """
                SELECT \(TaskStore.columns) FROM task WHERE project_id = \(project) AND kind = \(kind.rawValue)
                    AND state = 'open' AND leases = 0 ORDER BY priority, seq LIMIT \(limit)
                """
            ).map(TaskStore.task(from:))
        }
        let skipped = try tx.rows(
            """
            SELECT \(TaskStore.columns) FROM task WHERE kind = 'label' AND state = 'open' AND leases = 0
                AND id IN (SELECT task_id FROM lease WHERE project_id = \(project) AND end_reason = 'skipped')
            ORDER BY id LIMIT \(limit)
            """)
        return try found + skipped.map(TaskStore.task(from:))
    }

    /// Who answered and who skipped each of some tasks; for all but labels an answer to the item counts.
    /// - Throws: `StoreError`.
    public static func past(
        of tasks: [WorkTask], _ tx: any ReadTransaction
    ) throws -> [TaskID: SkipRules.Past] {
        guard !tasks.isEmpty else { return [:] }
        var past = Dictionary(uniqueKeysWithValues: tasks.map { ($0.id, SkipRules.Past()) })
        let byItem = Dictionary(grouping: tasks, by: \.item)
        let items = SQL.list(Array(byItem.keys).sorted())
        try tx.forEach(
            "SELECT task_id, item_id, worker_id, state FROM annotation WHERE item_id IN (\(items))"
        ) { row in
            let (task, worker): (TaskID, WorkerID) = try (row.id("task_id"), row.id("worker_id"))
            guard let state = try AnnotationState(rawValue: row.text("state")), state != .undone else { return }
            for one in try byItem[row.id("item_id")] ?? [] {
                let counts = one.kind == .label ? one.id == task && (state == .counted || state == .late) : true
                if counts, one.kind != .approve { past[one.id]?.answered.insert(worker) }
            }
        }
        try tx.forEach("SELECT task_id, worker_id FROM review WHERE item_id IN (\(items))") { row in
            past[try row.id("task_id")]?.answered.insert(try row.id("worker_id"))
        }
        try tx.forEach(
            """
            SELECT task_id, worker_id FROM lease
            WHERE task_id IN (\(SQL.list(tasks.map(\.id)))) AND end_reason = 'skipped'
            """
        ) { row in
            past[try row.id("task_id")]?.skipped.insert(try row.id("worker_id"))
        }
        return past
    }

    /// The skills of everybody in a project.
    /// - Throws: `StoreError`.
    public static func skills(in project: ProjectID, _ tx: any ReadTransaction) throws -> [WorkerID: Set<String>] {
        var skills: [WorkerID: Set<String>] = [:]
        try tx.forEach("SELECT worker_id, skill FROM worker_skill WHERE project_id = \(project)") { row in
            skills[try row.id("worker_id"), default: []].insert(try row.text("skill"))
        }
        return skills
    }
}
