import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `item` table.
public enum ItemStore {
    private static let columns: SQL = """
        item.id AS item_id, item.project_id AS item_project, item.key AS item_key, item.content AS item_content,
        item.content_hash AS item_hash, item.role AS item_role, item.subject AS item_subject,
        item.source AS item_source, item.created_at AS item_created_at, item.erased_at AS item_erased_at
        """

    /// Stores an item, unless the project has one of the same key.
    /// - Returns: whether it was stored.
    @discardableResult
    public static func insert(_ new: NewItem, in tx: any WriteTransaction) throws -> Bool {
        try tx.run(
            """
            INSERT INTO item (id, workspace_id, project_id, key, content, content_hash, role, subject, source, created_at)
            VALUES (\(new.id), \(new.workspace), \(new.project), \(new.prepared.key), \(new.prepared.contentText),
                \(new.prepared.hash), \(new.prepared.role.rawValue), \(new.prepared.subject), \(new.source),
                \(new.createdAt))
            ON CONFLICT (project_id, key) DO NOTHING
            """) == 1
    }

    /// Stores items of one project, passing over those whose key it has.
    /// - Returns: for each item, the one that has its key now when that is another one; nil for those that were stored.
    public static func insert(_ new: [NewItem], in tx: any WriteTransaction) throws -> [Item?] {
        let rows = new.map { item -> [SQLValue] in
            [
                item.id.sqlValue, item.workspace.sqlValue, item.project.sqlValue, .text(item.prepared.key),
                .text(item.prepared.contentText), .blob(item.prepared.hash), .text(item.prepared.role.rawValue),
                item.prepared.subject.sqlValue, .text(item.source), item.createdAt.sqlValue,
            ]
        }
        let added = try tx.insertMany(
            into: "item",
            columns: [
                "id", "workspace_id", "project_id", "key", "content", "content_hash", "role", "subject", "source",
                "created_at",
            ], rows: rows)
        if added == new.count { return new.map { _ in nil } }
        return try new.map { item in
            let known = try find(key: item.prepared.key, in: item.project, tx)
            return known?.id == item.id ? nil : known
        }
    }

    /// The item with this id, if the workspace has it.
    public static func find(_ id: ItemID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Item? {
        try tx.row("SELECT \(columns) FROM item WHERE id = \(id) AND workspace_id = \(workspace)").map(item(from:))
    }

    /// The project's item with this key.
    public static func find(key: String, in project: ProjectID, _ tx: any ReadTransaction) throws -> Item? {
        try tx.row("SELECT \(columns) FROM item WHERE project_id = \(project) AND key = \(key)").map(item(from:))
    }

    /// The project's items after a cursor, oldest first.
    public static func list(
        in project: ProjectID, after cursor: ItemID?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Item] {
        try tx.rows(
            """
            SELECT \(columns) FROM item WHERE project_id = \(project) AND id > \(cursor?.rawValue ?? "")
            ORDER BY id LIMIT \(limit)
            """
        ).map(item(from:))
    }

    static var selection: SQL { columns }

    static func item(from row: Row) throws -> Item {
        try Item(
            id: row.id("item_id"), project: row.id("item_project"), key: row.text("item_key"),
            content: row.json("item_content"), contentHash: row.blob("item_hash"), role: row.word("item_role"),
            subject: row.textIfAny("item_subject"), source: row.text("item_source"),
            createdAt: row.instant("item_created_at"), erasedAt: row.instantIfAny("item_erased_at"))
    }
}
