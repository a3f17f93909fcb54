import Synchronization
import TandemStore

/// Passes everything on and remembers what was asked: how many transactions, which statements.
public final class RecordingDatabase: Database {
    /// What was asked of a database.
    public struct Record: Sendable {
        /// Transactions that only read.
        public var reads = 0
        /// Transactions that may write.
        public var writes = 0
        /// The statements of both, in order, with `?` for each value; a bulk insert is one.
        public var statements: [String] = []
    }

    private let base: any Database
    private let record = Mutex(Record())

    /// Records what goes through to `base`.
    public init(_ base: any Database) { self.base = base }

    /// What was asked so far.
    public var recorded: Record { record.withLock { $0 } }

    /// Forgets what was asked so far.
    public func clear() { record.withLock { $0 = Record() } }

    /// The database's.
    public var dialect: Dialect { base.dialect }

    /// Passed on.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> T) async throws -> T {
        record.withLock { $0.reads += 1 }
        return try await base.read { try body(RecordingRead($0) { self.note($0) }) }
    }

    /// Passed on.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> T) async throws -> T {
        record.withLock { $0.writes += 1 }
        return try await base.write { try body(RecordingWrite($0) { self.note($0) }) }
    }

    /// Passed on.
    public func hints() -> AsyncStream<String> { base.hints() }

    /// Passed on.
    public func scrub(_ tables: [StaticString]) async throws { try await base.scrub(tables) }

    /// Passed on.
    public func close() async { await base.close() }

    private func note(_ statement: String) { record.withLock { $0.statements.append(statement) } }
}

private struct RecordingRead: ReadTransaction {
    let base: any ReadTransaction
    let note: (String) -> Void

    init(_ base: any ReadTransaction, _ note: @escaping (String) -> Void) {
        self.base = base
        self.note = note
    }

    var dialect: Dialect { base.dialect }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        note(sql.text { _ in "?" })
        try base.forEach(sql, body)
    }
}

private struct RecordingWrite: WriteTransaction {
    let base: any WriteTransaction
    let note: (String) -> Void

    init(_ base: any WriteTransaction, _ note: @escaping (String) -> Void) {
        self.base = base
        self.note = note
    }

    var dialect: Dialect { base.dialect }
    var writer: String { base.writer }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        note(sql.text { _ in "?" })
        try base.forEach(sql, body)
    }

    func run(_ sql: SQL) throws -> Int {
        note(sql.text { _ in "?" })
        return try base.run(sql)
    }

    func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int {
        note("INSERT INTO \(table)")
        return try base.insertMany(into: table, columns: columns, rows: rows)
    }

    func hint(_ topic: String) { base.hint(topic) }
}
