import TandemLedger
import TandemStore

/// Removes what items say about one subject, and what people wrote about them.
public enum ErasureStore {
    /// The tables that an erasure changes.
    public static let tables: [StaticString] = ["item", "annotation", "review", "resolution", "gold", "task"]

    /// The projects that hold items of a subject.
    public static func projects(
        of subject: String, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> [ProjectID] {
        try tx.rows(
            """
            SELECT DISTINCT project_id FROM item
            WHERE workspace_id = \(workspace) AND subject = \(subject) ORDER BY project_id
            """
        ).map { ProjectID(rawValue: try $0.text("project_id")) }
    }

    /// Blanks some of a subject's items: content, key and subject.
    ///
    /// The hash of the content stays, because snapshots
    /// and the split into roles rest on it. Comments, free answers and reviewers' words go too.
    /// - Returns: the items; none when there are no more.
    public static func erase(
        _ subject: String, in workspace: WorkspaceID, limit: Int, at now: Instant, in tx: any WriteTransaction
    ) throws -> [ItemID] {
        let found = try tx.rows(
            """
            SELECT id FROM item WHERE workspace_id = \(workspace) AND subject = \(subject) ORDER BY id LIMIT \(limit)
            """
        ).map { ItemID(rawValue: try $0.text("id")) }
        if found.isEmpty { return [] }
        let items = SQL.list(found)
        try tx.run(
            """
            UPDATE item SET content = \("{}"), key = 'erased:' || id, subject = NULL, erased_at = \(now)
            WHERE id IN (\(items))
            """)
        try tx.run(
            """
            UPDATE annotation SET comment = NULL, value = CASE WHEN label IS NULL THEN NULL ELSE value END
            WHERE item_id IN (\(items))
            """)
        try tx.run(
            "UPDATE review SET reason = NULL, before_value = NULL, after_value = NULL WHERE item_id IN (\(items))")
        // Free answers hold what people wrote; a label is one of the project's own words.
        try tx.run("UPDATE resolution SET value = 'null' WHERE label IS NULL AND item_id IN (\(items))")
        try tx.run("UPDATE gold SET value = 'null' WHERE label IS NULL AND item_id IN (\(items))")
        try tx.run("UPDATE task SET details = '{}' WHERE kind = 'approve' AND item_id IN (\(items))")
        return found
    }
}
