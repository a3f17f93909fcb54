import TandemLedger
import TandemStore

/// Tells which models learned from which items.
public enum LineageStore {
    /// Models whose snapshot held one of these items, oldest first.
    public static func models(trainedOn items: [ItemID], _ tx: any ReadTransaction) throws -> [ModelID] {
        if items.isEmpty { return [] }
        return try tx.rows(
            """
            SELECT DISTINCT m.id FROM snapshot_item s JOIN model m ON m.snapshot_id = s.snapshot_id
            WHERE s.item_id IN (\(SQL.list(items))) ORDER BY m.id
            """
        ).map { ModelID(rawValue: try $0.text("id")) }
    }
}
