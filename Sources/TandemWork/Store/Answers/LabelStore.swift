import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `resolution` table: settled answers.
public enum LabelStore {
    /// Stores the settled answer of an item in place of an earlier one.
    ///
    /// An answer to a live decision never replaces one that was asked for evenly: the latter may calibrate and
    /// evaluate, the former may not.
    /// - Returns: whether this is the item's answer now.
    @discardableResult
    public static func save(
        _ resolved: Resolved, method: String, at now: Instant, in tx: any WriteTransaction
    ) throws -> Bool {
        guard let value = resolved.value else { return false }
        // Nearly always it is the item's first answer, and this is all.
        let isFirst = try insert(resolved, value, method: method, at: now, in: tx, orElse: "NOTHING")
        if isFirst {
            try CounterStore.add(1, to: CounterStore.resolved, of: resolved.item.project, in: tx)
            return true
        }
        let known = try tx.row("SELECT purpose FROM resolution WHERE item_id = \(resolved.item.id)")
        if let known, resolved.purpose == .decision, try known.text("purpose") != TaskPurpose.decision.rawValue {
            return false
        }
        try insert(
            resolved, value, method: method, at: now, in: tx,
            orElse: """
                UPDATE SET value = excluded.value, label = excluded.label,
                posterior = excluded.posterior, method = excluded.method, source = excluded.source,
                purpose = excluded.purpose, votes = excluded.votes, task_id = excluded.task_id,
                resolved_at = excluded.resolved_at
                """)
        // Another server may have taken it away in between.
        if known == nil { try CounterStore.add(1, to: CounterStore.resolved, of: resolved.item.project, in: tx) }
        return true
    }

    /// - Returns: whether a row was written.
    @discardableResult
    private static func insert(
        _ resolved: Resolved, _ value: JSONValue, method: String, at now: Instant, in tx: any WriteTransaction,
        orElse change: SQL
    ) throws -> Bool {
        try tx.run(
            """
            INSERT INTO resolution (item_id, workspace_id, project_id, value, label, posterior, method, source, purpose,
                votes, task_id, resolved_at)
            VALUES (\(resolved.item.id), \(resolved.task.workspace), \(resolved.item.project),
                \(try value.canonicalString), \(resolved.label), \(resolved.posterior), \(method),
                \(resolved.source.rawValue), \(resolved.purpose.rawValue), \(resolved.votes), \(resolved.task.id), \(now))
            ON CONFLICT (item_id) DO \(change)
            """) == 1
    }

    /// Takes the settled answer of an item away, if this task gave it: the task is asked anew.
    /// - Returns: whether there was one.
    @discardableResult
    public static func remove(_ task: WorkTask, in tx: any WriteTransaction) throws -> Bool {
        let removed = try tx.run("DELETE FROM resolution WHERE item_id = \(task.item) AND task_id = \(task.id)") == 1
        if removed { try CounterStore.add(-1, to: CounterStore.resolved, of: task.project, in: tx) }
        return removed
    }

    /// Which task gave an item its settled answer; nil when there is none.
    public static func task(of item: ItemID, _ tx: any ReadTransaction) throws -> TaskID? {
        try tx.row("SELECT task_id FROM resolution WHERE item_id = \(item)")?.idIfAny("task_id")
    }

    /// The project's items with a settled answer, in the order of their ids after a cursor; erased ones are left out.
    public static func resolved(
        project: ProjectID, after cursor: ItemID?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [ResolvedItem] {
        try tx.rows(
            """
            SELECT \(ItemStore.selection), r.label, r.value, r.source AS r_source, r.purpose, r.votes, r.posterior,
                r.resolved_at
            FROM resolution r JOIN item ON item.id = r.item_id
            WHERE r.project_id = \(project) AND r.item_id > \(cursor?.rawValue ?? "") AND item.erased_at IS NULL
            ORDER BY r.item_id LIMIT \(limit)
            """
        ).map(resolvedItem(from:))
    }

    /// The settled answer of one item.
    public static func find(_ item: ItemID, _ tx: any ReadTransaction) throws -> ResolvedItem? {
        try tx.row(
            """
            SELECT \(ItemStore.selection), r.label, r.value, r.source AS r_source, r.purpose, r.votes, r.posterior,
                r.resolved_at
            FROM resolution r JOIN item ON item.id = r.item_id WHERE r.item_id = \(item)
            """
        ).map(resolvedItem(from:))
    }

    private static func resolvedItem(from row: Row) throws -> ResolvedItem {
        try ResolvedItem(
            item: ItemStore.item(from: row), label: row.textIfAny("label"),
            value: JSONValue(parsing: row.text("value")), source: row.word("r_source"), purpose: row.word("purpose"),
            votes: row.int("votes"), posterior: row.doubleIfAny("posterior"), resolvedAt: row.instant("resolved_at"))
    }
}
