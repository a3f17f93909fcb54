import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Lists a project's certificates and refusals, newest first, and the monitors that watch over the valid one.
public struct ListCertificates: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Where the last page ended.
        public var cursor: String?
        /// At most so many, up to 100.
        public var limit: Int

        /// An input.
        public init(project: String, cursor: String? = nil, limit: Int = 20) {
            self.project = project
            self.cursor = cursor
            self.limit = limit
        }
    }

    /// A page.
    public struct Output: Sendable, Codable, Hashable {
        /// Newest first.
        public var items: [CertificateView]
        /// Where the next page begins; absent on the last.
        public var next: String?
        /// The certificate that covers decisions now; absent when people decide everything.
        public var valid: CertificateView?
        /// The monitors, by name.
        public var monitors: [MonitorView]
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let limit = min(100, max(1, input.limit))
        if let cursor = input.cursor, CertificateID(checking: cursor) == nil {
            throw Problem(.invalid, "bad_cursor", "This is no cursor of this list.", at: "cursor")
        }
        let before = input.cursor.map(CertificateID.init(rawValue:))
        return try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .viewCertificates, as: actor, tx).project
            let found = try CertificateStore.list(of: project.id, before: before, limit: limit + 1, tx)
            let page = found.prefix(limit)
            return Output(
                items: page.map { CertificateView($0) }, next: found.count > limit ? page.last?.id.rawValue : nil,
                valid: try CertificateStore.valid(of: project.id, tx).map { CertificateView($0) },
                monitors: try MonitorStore.list(of: project.id, tx).map { MonitorView($0) })
        }
    }
}
