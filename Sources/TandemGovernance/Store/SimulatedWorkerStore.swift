import TandemLedger
import TandemStore

/// Reads which workers only play a person, for marking their work wherever it shows.
public enum SimulatedWorkerStore {
    /// Those of some workers that only play a person.
    public static func simulated(
        among workers: [WorkerID], _ tx: any ReadTransaction
    ) throws -> Set<WorkerID> {
        guard !workers.isEmpty else { return [] }
        return try Set(
            tx.rows("SELECT id FROM worker WHERE simulated = 1 AND id IN (\(SQL.list(workers)))").map {
                WorkerID(rawValue: try $0.text("id"))
            })
    }
}
