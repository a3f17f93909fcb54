import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Shows an import and the records it set aside.
public struct GetImport: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The import.
        public var id: ImportID
        /// Show records set aside after this line.
        public var afterLine: Int
        /// The most records to show, 1 to 1,000.
        public var limit: Int

        /// An input.
        public init(id: ImportID, afterLine: Int = -1, limit: Int = 100) {
            self.id = id
            self.afterLine = afterLine
            self.limit = limit
        }
    }

    /// The import.
    public typealias Output = ImportView

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> ImportView {
        try await services.database.read { tx in
            guard let found = try ImportStore.find(input.id, in: actor.workspace, tx) else {
                throw Problem.noSuch("import", input.id.rawValue)
            }
            _ = try WorkAccess.project(found.project.rawValue, for: .importItems, as: actor, tx)
            let limit = min(max(1, input.limit), 1000)
            return ImportView(
                found, problems: try ImportStore.rejections(of: found.id, after: input.afterLine, limit: limit, tx))
        }
    }
}
