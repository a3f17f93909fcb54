import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Labeled contents of items, in an order that depends on contents and labels alone.
struct LabeledRows: Sendable {
    /// The rows with their contents.
    private(set) var rows: [SnapshotRow] = []
    /// The typed values of each row.
    private(set) var contents: [[String: JSONValue]] = []

    /// Number of rows.
    var count: Int { rows.count }
    /// The label of each row.
    var labels: [String] { rows.map(\.label) }

    init() {}

    /// The rows of one part of a snapshot; items erased since are left out.
    static func load(
        _ part: Part, of snapshot: Snapshot, from database: any Database
    ) async throws -> LabeledRows {
        try await database.read { tx in
            var found: [(row: SnapshotRow, content: [String: JSONValue])] = []
            try SnapshotStore.forEachRow(of: snapshot.id, tx) { item, rowPart, label, source in
                guard rowPart == part, let item = try ItemStore.find(item, in: snapshot.workspace, tx),
                    item.erasedAt == nil, let content = item.content.object
                else { return }
                let row = SnapshotRow(
                    item: item.id, contentHash: item.contentHash, part: part, label: label, source: source)
                found.append((row, content))
            }
            found.sort { SnapshotHash.precedes($0.row, $1.row) }
            var loaded = LabeledRows()
            loaded.rows = found.map(\.row)
            loaded.contents = found.map(\.content)
            return loaded
        }
    }

    /// The contents as a frame of the schema's columns.
    /// - Throws: `Problem` when an item does not fit the schema any more.
    func frame(_ schema: Schema) throws(Problem) -> Frame {
        do throws(RowProblem) {
            return try Frame(schema: schema, rows: contents)
        } catch {
            throw Problem(
                .conflict, "item_does_not_fit", "An item does not fit the project's columns: \(error.code.rawValue).",
                at: error.column)
        }
    }

    /// Which of `folds` parts each row falls into; rows of equal content fall together.
    func folds(_ folds: Int, seed: UInt64) -> [Int] {
        var random = FoldDraw(seed: seed)
        var known: [[UInt8]: Int] = [:]
        return rows.map { row in
            if let fold = known[row.contentHash] { return fold }
            let fold = random.next(folds)
            known[row.contentHash] = fold
            return fold
        }
    }
}
