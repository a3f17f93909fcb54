import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Writes a project's items with their settled answers, votes and provenance as CSV or JSON Lines, in constant memory.
public struct ExportItems: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// How to write it; TSV is not offered.
        public var format: ImportItems.Format

        /// An input.
        public init(project: String, format: ImportItems.Format = .csv) {
            self.project = project
            self.format = format
        }
    }

    /// The file's bytes, piece by piece.
    public typealias Output = AsyncThrowingStream<[UInt8], any Error>

    /// Items read at a time.
    private static let page = 500

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> AsyncThrowingStream<[UInt8], any Error> {
        guard input.format != .tsv else {
            throw Problem(.unsupported, "no_such_format", "Items are exported as csv or jsonl.", at: "format")
        }
        let project = try await services.database.read { tx in
            try WorkAccess.project(input.project, for: .exportItems, as: actor, tx).project
        }
        let pages = ExportPages(database: services.database, project: project, format: input.format, size: Self.page)
        // Pulled page by page: a slow reader holds one page, not the project.
        let place = ExportPlace()
        return AsyncThrowingStream(unfolding: { try await pages.next(place) })
    }
}

/// How far an export has come.
private actor ExportPlace {
    enum Place: Sendable {
        case start
        case after(ItemID)
        case end
    }

    private(set) var place = Place.start

    func move(to place: Place) { self.place = place }
}

/// Reads and prints one page of an export after another.
private struct ExportPages: Sendable {
    let database: any Database
    let project: Project
    let format: ImportItems.Format
    let size: Int

    private static let own = [
        "item_id", "item_role", "label", "value", "label_source", "purpose", "posterior", "resolved_at", "votes",
        "source", "created_at",
    ]

    func next(_ place: ExportPlace) async throws -> [UInt8]? {
        let cursor: ItemID?
        switch await place.place {
        case .end: return nil
        case .start: cursor = nil
        case .after(let item): cursor = item
        }
        let (bytes, last) = try await database.read { tx in try page(after: cursor, tx) }
        await place.move(to: last.map { .after($0) } ?? .end)
        return bytes
    }

    private func page(after cursor: ItemID?, _ tx: any ReadTransaction) throws -> ([UInt8], ItemID?) {
        let items = try ItemStore.list(in: project.id, after: cursor, limit: size, tx)
        let columns = project.schema.columns.map(\.name)
        let csv = CSVWriter(columns: columns + Self.own.filter { !columns.contains($0) })
        var bytes: [UInt8] = cursor == nil && format == .csv ? csv.header : []
        for item in items {
            let row = try row(item, tx)
            if format == .csv { try csv.append(row, to: &bytes) } else { try JSONLWriter().append(row, to: &bytes) }
        }
        return (bytes, items.count == size ? items.last?.id : nil)
    }

    /// An item's own columns win over ours of the same name.
    private func row(_ item: Item, _ tx: any ReadTransaction) throws -> [String: JSONValue] {
        let votes = try AnnotationStore.list(of: item.id, tx).map { answer -> JSONValue in
            [
                "worker": .string(answer.worker.rawValue), "value": try exported(answer.value),
                "unsure": .bool(answer.unsure), "state": .string(answer.state.rawValue),
                "mode": .string(answer.mode.rawValue), "guideline_version": JSONValue(answer.guidelineVersion),
                "active_ms": JSONValue(answer.activeMs), "at": .string(answer.createdAt.iso8601),
            ]
        }
        var row: [String: JSONValue] = [
            "item_id": .string(item.id.rawValue), "item_role": .string(item.role.rawValue),
            "source": .string(item.source), "created_at": .string(item.createdAt.iso8601), "votes": .array(votes),
        ]
        if let resolved = try LabelStore.find(item.id, tx) {
            row["label"] = JSONValue(orNull: resolved.label)
            row["value"] = try exported(resolved.value)
            row["label_source"] = .string(resolved.source.rawValue)
            row["purpose"] = .string(resolved.purpose.rawValue)
            row["posterior"] = resolved.posterior.map(JSONValue.number)
            row["resolved_at"] = .string(resolved.resolvedAt.iso8601)
        }
        row.merge(item.content.object ?? [:]) { _, own in own }
        return row
    }

    private func exported(_ value: JSONValue?) throws -> JSONValue {
        try value.map { try QuestionKinds.exported($0, of: project.question) } ?? .null
    }
}
