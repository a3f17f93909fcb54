import Crypto
import TandemLedger
import TandemTabular
import TandemWork

/// A chunk of a file: what fits the project and what was set aside, in order.
struct ImportChunk: Sendable {
    enum Record: Sendable {
        case item(PreparedItem, line: Int)
        case rejected(ImportRejection)
    }

    var records: [Record]
}

/// Turns a file's bytes into chunks of checked records, holding little more than one chunk.
struct ImportReading {
    private var reader: any RowReader
    private let rules: ItemRules
    private let keyColumn: String?
    private var digest = SHA256()
    private var skip: Int
    private var waiting: [ImportChunk.Record] = []

    /// - Parameters:
    ///   - project: whose items they will be.
    ///   - format: how the file is written.
    ///   - skip: records that an earlier reading has dealt with.
    init(_ project: Project, format: ImportItems.Format, skip: Int) {
        rules = ItemRules(project)
        keyColumn = project.schema.columns(with: .key).first?.name
        self.skip = skip
        switch format {
        case .csv: reader = CSVReader(format: .csv)
        case .tsv: reader = CSVReader(format: .quotedTSV)
        case .jsonl: reader = JSONLReader()
        }
    }

    mutating func consume(_ bytes: ArraySlice<UInt8>) throws {
        bytes.withUnsafeBytes { digest.update(bufferPointer: $0) }
        let rules = rules
        var (waiting, skip) = (self.waiting, self.skip)
        self.waiting = []  // so that the array is not copied
        try reader.consume(bytes) { Self.take($0, rules, into: &waiting, skip: &skip) }
        (self.waiting, self.skip) = (waiting, skip)
    }

    mutating func finish() throws {
        let rules = rules
        var (waiting, skip) = (self.waiting, self.skip)
        self.waiting = []
        try reader.finish { Self.take($0, rules, into: &waiting, skip: &skip) }
        (self.waiting, self.skip) = (waiting, skip)
    }

    /// The next records if at least `least` are waiting, at most `ImportItems.chunk`.
    mutating func takeChunk(of least: Int) -> ImportChunk? {
        guard waiting.count >= least, !waiting.isEmpty else { return nil }
        let count = min(waiting.count, ImportItems.chunk)
        let chunk = ImportChunk(records: Array(waiting.prefix(count)))
        waiting.removeFirst(count)
        return chunk
    }

    /// SHA-256 of everything read.
    func hash() -> [UInt8] { Array(digest.finalize()) }

    private static func take(
        _ event: RowEvent, _ rules: ItemRules, into waiting: inout [ImportChunk.Record], skip: inout Int
    ) {
        guard skip == 0 else {
            skip -= 1
            return
        }
        switch event {
        case .problem(let problem): waiting.append(.rejected(ImportRejection(problem)))
        case .row(let row):
            do throws(RowProblem) {
                let item = try rules.prepare(row)
                waiting.append(.item(item, line: row.line))
            } catch {
                waiting.append(.rejected(ImportRejection(error)))
            }
        }
    }
}

extension ImportRejection {
    init(_ problem: RowProblem) {
        self.init(line: problem.line, column: problem.column, reason: problem.message)
    }
}
