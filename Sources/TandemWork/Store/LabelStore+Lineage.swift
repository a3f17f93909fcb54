import TandemLedger
import TandemStore

extension LabelStore {
    /// The workers whose counted answer to an item was this label: those whose work a model learns from it.
    public static func givers(
        of label: String, to item: ItemID, _ tx: any ReadTransaction
    ) throws -> [WorkerID] {
        try tx.rows(
            """
            SELECT DISTINCT worker_id FROM annotation
            WHERE item_id = \(item) AND state = 'counted' AND label = \(label) ORDER BY worker_id
            """
        ).map { try $0.id("worker_id") }
    }
}
