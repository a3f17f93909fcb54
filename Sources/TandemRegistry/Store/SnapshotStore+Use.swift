import TandemLedger
import TandemStore

extension SnapshotStore {
    /// The labeled items of a snapshot that no model that was ever promoted in the project had in its snapshot: the
    /// labels that a promotion puts to use for the first time.
    public static func firstUsed(
        in snapshot: SnapshotID, of project: ProjectID, _ tx: any ReadTransaction
    ) throws -> [ItemID] {
        try tx.rows(
            """
            SELECT n.item_id FROM snapshot_item n WHERE n.snapshot_id = \(snapshot) AND NOT EXISTS (
                SELECT 1 FROM snapshot_item o WHERE o.item_id = n.item_id AND o.snapshot_id IN (
                    SELECT m.snapshot_id FROM promotion p JOIN model m ON m.id = p.model_id
                    WHERE p.project_id = \(project) AND p.kind = 'promoted'))
            ORDER BY n.item_id
            """
        ).map { ItemID(rawValue: try $0.text("item_id")) }
    }
}
