import TandemStore
import TandemTabular

/// The lines of an exported ledger: JSON Lines that anybody can verify with SHA-256 alone; see docs/ledger.md.
///
/// Rows are handed out page by page, so neither memory nor a transaction grows with the ledger.
public struct LedgerExport: Sendable {
    /// What the reader may see in full; of other rows only place and hashes are given, so that the chain still closes.
    public struct Scope: Sendable {
        /// The workspace.
        public let workspace: WorkspaceID
        /// One project of it, or nil for all.
        public let project: ProjectID?

        /// A scope.
        public init(workspace: WorkspaceID, project: ProjectID?) {
            self.workspace = workspace
            self.project = project
        }

        func contains(_ event: Event) -> Bool {
            event.workspace == workspace && (project == nil || event.project == project)
        }
    }

    /// One page of lines and where the next one begins; nil after the last.
    public struct Page: Sendable {
        /// The lines, each with its line feed.
        public let bytes: [UInt8]
        /// Where to go on.
        public let next: Place?
    }

    /// A place between two pages.
    public enum Place: Sendable, Equatable {
        /// At the header.
        case start
        /// After so many chains and a row of the next.
        case chain(Int, after: Int)
        /// After a checkpoint.
        case checkpoint(after: Int)
    }

    /// A chain's rows from the first recorded in the period to the last, without gaps.
    struct Stretch: Sendable {
        let chain: String
        let first: Int
        let last: Int
    }

    static let rowsPerPage = 1000

    /// What may be seen.
    public let scope: Scope
    /// Rows recorded from this moment on.
    public let from: Instant
    /// Rows recorded before this moment.
    public let to: Instant
    let stretches: [Stretch]

    /// An export of what was recorded in a period; later rows do not slip in.
    /// - Throws: `StoreError`.
    public init(scope: Scope, from: Instant, to: Instant, _ tx: any ReadTransaction) throws {
        self.scope = scope
        self.from = from
        self.to = to
        let rows = try tx.rows(
            """
            SELECT chain, MIN(seq) AS first, MAX(seq) AS last FROM event
            WHERE recorded_at >= \(from) AND recorded_at < \(to) GROUP BY chain ORDER BY chain
            """)
        stretches = try rows.map { row in
            Stretch(chain: try row.text("chain"), first: try row.int("first"), last: try row.int("last"))
        }
    }

    /// The lines from a place on.
    /// - Throws: `StoreError`, `JSONError`.
    public func page(at place: Place, _ tx: any ReadTransaction) throws -> Page {
        switch place {
        case .start:
            return Page(bytes: try header() + [UInt8(ascii: "\n")], next: chain(0))
        case .chain(let index, let after):
            return try rows(of: index, after: after, tx)
        case .checkpoint(let after):
            return try checkpoints(after: after, tx)
        }
    }

    private func chain(_ index: Int) -> Place {
        index < stretches.count ? .chain(index, after: stretches[index].first - 1) : .checkpoint(after: 0)
    }

    private func header() throws -> [UInt8] {
        try JSONValue.object([
            "type": "ledger", "version": 1, "workspace": .string(scope.workspace.rawValue),
            "project": JSONValue(orNull: scope.project?.rawValue), "from_ms": JSONValue(from.milliseconds),
            "to_ms": JSONValue(to.milliseconds),
        ]).canonicalBytes
    }

    private func rows(of index: Int, after: Int, _ tx: any ReadTransaction) throws -> Page {
        let stretch = stretches[index]
        var bytes: [UInt8] = []
        var last = after
        try tx.forEach(
            """
            SELECT \(EventStore.columns) FROM event
            WHERE chain = \(stretch.chain) AND seq > \(after) AND seq <= \(stretch.last)
            ORDER BY seq LIMIT \(Self.rowsPerPage)
            """
        ) { row in
            let (event, hash) = try EventStore.stored(row)
            last = event.seq
            bytes += try Self.line(event, hash: hash, isShown: scope.contains(event)) + [UInt8(ascii: "\n")]
        }
        let isOver = last >= stretch.last || last == after
        return Page(bytes: bytes, next: isOver ? chain(index + 1) : .chain(index, after: last))
    }

    private func checkpoints(after: Int, _ tx: any ReadTransaction) throws -> Page {
        let found = try CheckpointStore.page(after: after, limit: Self.rowsPerPage, tx)
        var bytes: [UInt8] = []
        for checkpoint in found where from <= checkpoint.at && checkpoint.at < to {
            bytes += try checkpoint.line(type: "checkpoint") + [UInt8(ascii: "\n")]
        }
        if let last = found.last { return Page(bytes: bytes, next: .checkpoint(after: last.number)) }
        return Page(bytes: Array("{\"type\":\"end\"}\n".utf8), next: nil)
    }

    static func line(_ event: Event, hash: [UInt8], isShown: Bool) throws -> [UInt8] {
        var members: [String: JSONValue] = [
            "type": isShown ? "event" : "withheld", "chain": .string(event.chain), "seq": JSONValue(event.seq),
            "prev": .string(Hex.text(event.previous)), "hash": .string(Hex.text(hash)),
        ]
        if isShown {
            members.merge(
                [
                    "id": .string(event.id.rawValue), "occurred_at_ms": JSONValue(event.occurredAt.milliseconds),
                    "recorded_at_ms": JSONValue(event.recordedAt.milliseconds), "actor": .string(event.actor),
                    "role": .string(event.role), "workspace": .string(event.workspace.rawValue),
                    "project": JSONValue(orNull: event.project?.rawValue), "kind": .string(event.kind),
                    "subject": .string(event.subject), "correlation": JSONValue(orNull: event.correlation),
                    "causation": JSONValue(orNull: event.causation),
                    "policy_version": JSONValue(orNull: event.policyVersion), "facts": .string(event.facts),
                    "sealed": JSONValue(orNull: event.sealed.map(Hex.text)),
                    "seal_key": JSONValue(orNull: event.sealKey),
                ], uniquingKeysWith: { $1 })
        }
        return try JSONValue.object(members).canonicalBytes
    }
}
