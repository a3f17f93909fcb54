import TandemLedger
import TandemStore

/// The SQL of the `unsettled` table: uniformly sampled items for which people found no answer.
///
/// They count as errors when a certificate is calibrated: leaving them out would leave out the hardest cases.
public enum UnsettledStore {
    /// Notes that people found no answer for an item.
    public static func insert(
        _ item: ItemID, project: ProjectID, purpose: String, at now: Instant, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO unsettled (item_id, project_id, purpose, at)
            VALUES (\(item), \(project), \(purpose), \(now)) ON CONFLICT (item_id) DO NOTHING
            """)
    }

    /// Forgets it: an answer was found after all.
    public static func remove(_ item: ItemID, in tx: any WriteTransaction) throws {
        try tx.run("DELETE FROM unsettled WHERE item_id = \(item)")
    }

    /// A project's items without an answer.
    public static func list(of project: ProjectID, _ tx: any ReadTransaction) throws -> [ItemID] {
        try tx.rows("SELECT item_id FROM unsettled WHERE project_id = \(project) ORDER BY item_id").map {
            try $0.id("item_id")
        }
    }
}
