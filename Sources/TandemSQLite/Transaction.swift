import TandemStore

/// One member's view of the connection, valid until its body returns.
final class Transaction: WriteTransaction {
    private let connection: Connection
    private var isOver = false
    /// Topics asked for so far.
    private(set) var topics: [String] = []
    /// The first statement that failed; as on PostgreSQL, the transaction takes no more and cannot be committed.
    private(set) var failure: (any Error)?
    /// Shared by all members of a batch.
    let deferrals: Deferrals
    private let changesBefore: Int
    private var hasRun = false

    init(_ connection: Connection, deferrals: Deferrals = Deferrals()) {
        self.connection = connection
        self.deferrals = deferrals
        deferrals.isTouched = false
        changesBefore = connection.changes
    }

    /// Whether the body left nothing to undo.
    var isUntouched: Bool { !hasRun && !deferrals.isTouched && connection.changes == changesBefore }

    var dialect: Dialect { .sqlite }
    var writer: String { "sqlite" }
    var notes: Notes { connection.notes }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        var thrown: (any Error)?
        try guarding {
            try connection.forEach(sql) { row in
                do { try body(row) } catch {
                    thrown = error
                    throw StopIteration()
                }
            }
        }
        if let thrown { throw thrown }
    }

    func run(_ sql: SQL) throws -> Int {
        hasRun = true
        return try guarding { try connection.run(sql) } ?? 0
    }

    func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int {
        guard let first = rows.first else { return 0 }
        guard rows.allSatisfy({ $0.count == columns.count }) else {
            throw StoreError.unexpectedValue(table.description, "\(columns.count) values in each row")
        }
        hasRun = true
        let sql = try SQL.insert(into: table, columns: columns, rows: [first])
        return try guarding { try connection.run(sql, each: rows) } ?? 0
    }

    func hint(_ topic: String) { topics.append(topic) }

    /// Said when the body has returned.
    func end() { isOver = true }

    /// Runs a statement unless one has failed before, and remembers a failure, also if the body swallows it.
    private func guarding<Value>(_ statement: () throws -> Value) throws -> Value? {
        if let failure { throw failure }
        // After some errors SQLite rolls back by itself; nothing may be written outside.
        if isOver || connection.isOutsideTransaction { throw StoreError.unavailable("this transaction is over") }
        do { return try statement() } catch is StopIteration { return nil } catch {
            failure = error
            throw error
        }
    }
}

/// Leaves a loop over rows when its body threw, which is no failure of the statement.
private struct StopIteration: Error {}
