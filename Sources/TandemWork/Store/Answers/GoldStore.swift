import TandemLedger
import TandemStore
import TandemTabular

/// A known answer, to measure people by.
public struct Gold: Sendable, Hashable {
    /// The item.
    public let item: ItemID
    /// The right answer.
    public let value: JSONValue
    /// The right answer as a label.
    public let label: String?
}

/// The SQL of the `gold` table.
public enum GoldStore {
    /// Stores the known answer of an item in place of an earlier one.
    public static func set(
        _ item: Item, value: JSONValue, label: String?, source: String, by setter: String, workspace: WorkspaceID,
        at now: Instant, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO gold (item_id, workspace_id, project_id, value, label, source, set_by, set_at)
            VALUES (\(item.id), \(workspace), \(item.project), \(try value.canonicalString), \(label), \(source),
                \(setter), \(now))
            ON CONFLICT (item_id) DO UPDATE SET value = excluded.value, label = excluded.label,
                source = excluded.source, set_by = excluded.set_by, set_at = excluded.set_at
            """)
    }

    /// The known answer of an item.
    public static func find(_ item: ItemID, _ tx: any ReadTransaction) throws -> Gold? {
        try tx.row("SELECT item_id, value, label FROM gold WHERE item_id = \(item)").map(gold(from:))
    }

    /// An item with its known answer.
    public static func find(
        with item: ItemID, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> (item: Item, gold: Gold?)? {
        let row = try tx.row(
            """
            SELECT \(ItemStore.selection), g.value AS gold_value, g.label AS gold_label
            FROM item LEFT JOIN gold g ON g.item_id = item.id
            WHERE item.id = \(item) AND item.workspace_id = \(workspace)
            """)
        guard let row else { return nil }
        let gold = try row.jsonIfAny("gold_value").map {
            Gold(item: item, value: $0, label: try row.textIfAny("gold_label"))
        }
        return (try ItemStore.item(from: row), gold)
    }

    /// Known answers that a person has never been asked for.
    public static func unseen(
        by worker: WorkerID, in project: ProjectID, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Gold] {
        try tx.rows(
            """
            SELECT g.item_id, g.value, g.label FROM gold g WHERE g.project_id = \(project)
                AND NOT EXISTS (SELECT 1 FROM annotation a WHERE a.item_id = g.item_id AND a.worker_id = \(worker))
                AND NOT EXISTS (SELECT 1 FROM task t WHERE t.item_id = g.item_id AND t.for_worker = \(worker))
                AND NOT EXISTS (SELECT 1 FROM item i WHERE i.id = g.item_id AND i.erased_at IS NOT NULL)
            ORDER BY g.item_id LIMIT \(limit)
            """
        ).map(gold(from:))
    }

    private static func gold(from row: Row) throws -> Gold {
        try Gold(item: row.id("item_id"), value: JSONValue(parsing: row.text("value")), label: row.textIfAny("label"))
    }
}
