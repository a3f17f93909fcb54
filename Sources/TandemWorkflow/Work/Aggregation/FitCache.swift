import Synchronization
import TandemLedger
import TandemStore
import TandemWork

/// Keeps the aggregator fits that projects use; a fit never changes, so what is known stays true.
public final class FitCache: Sendable {
    private static let most = 200
    private let known = Mutex<[FitID: StoredFit]>([:])

    init() {}

    /// The fit that a project's resolutions use; nil before the first.
    ///
    /// Costs a statement only when it is new here.
    func fit(of project: Project, _ tx: any ReadTransaction) throws -> StoredFit? {
        guard let id = project.aggregatorFit else { return nil }
        if let fit = known.withLock({ $0[id] }) { return fit }
        guard let found = try FitStore.find(id, tx) else { return nil }
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            known[id] = found
        }
        return found
    }
}
