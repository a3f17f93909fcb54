import TandemLedger
import TandemStore

/// Reads what kind of worker somebody is, for deciding what they may see.
public enum WorkerKindStore {
    /// The kind of a worker; an unknown one counts as crowd, who sees least.
    public static func kind(of worker: WorkerID, _ tx: any ReadTransaction) throws -> Worker.Kind {
        try tx.row("SELECT kind FROM worker WHERE id = \(worker)").flatMap {
            Worker.Kind(rawValue: try $0.text("kind"))
        }
            ?? .crowd
    }
}
