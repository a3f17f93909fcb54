import Synchronization
import TandemLedger
import TandemStore
import TandemWork

/// Guidelines as safe HTML, read once for each version: a version never changes.
final class GuidelineMemo: Sendable {
    private struct Key: Hashable {
        let project: ProjectID
        let version: Int
    }

    private static let most = 64
    private let database: any Database
    private let known = Mutex<[Key: String]>([:])

    /// Over one database; ids of another's projects never meet these.
    init(_ database: any Database) { self.database = database }

    /// The guidelines of this version; empty when there are none.
    /// - Throws: `StoreError`.
    func html(_ version: Int, of project: ProjectID) async throws -> String {
        if version < 1 { return "" }
        let key = Key(project: project, version: version)
        if let html = known.withLock({ $0[key] }) { return html }
        let found = try await database.read { tx in try GuidelineStore.find(version, of: project, tx)?.markdown }
        guard let found else { return "" }
        let html = SafeMarkdown.html(found)
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = html
        }
        return html
    }
}
