import TandemStore

/// A body's view of the connection, valid until it returns.
final class Transaction: WriteTransaction {
    private static let mostParameters = 60_000
    private static let mostRows = 1_000
    private let connection: Connection
    private var isOver = false
    /// The name of the chain that this connection may append to; empty for reads.
    let writer: String
    /// Topics asked for so far.
    private(set) var topics: [String] = []
    /// The first statement that failed; PostgreSQL takes no more in this transaction.
    private(set) var failure: (any Error)?
    let deferrals = Deferrals()

    init(_ connection: Connection, writer: String) {
        self.connection = connection
        self.writer = writer
    }

    var dialect: Dialect { .postgres }
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
        try guarding { try connection.run(sql) } ?? 0
    }

    func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int {
        let most = max(1, min(Self.mostRows, Self.mostParameters / max(1, columns.count)))
        var inserted = 0
        var start = 0
        while start < rows.count {
            // Chunks of a few sizes only, so that their statements are prepared once: the most, then powers of two.
            var size = most
            if rows.count - start < most {
                size = 1
                while size * 2 <= rows.count - start { size *= 2 }
            }
            let sql = try SQL.insert(into: table, columns: columns, rows: rows[start..<start + size])
            inserted += try guarding { try connection.run(sql, inferred: true) } ?? 0
            start += size
        }
        return inserted
    }

    func hint(_ topic: String) { topics.append(topic) }

    /// Said when the body has returned.
    func end() { isOver = true }

    /// Runs a statement unless one has failed before, and remembers a failure, also if the body swallows it.
    private func guarding<Value>(_ statement: () throws -> Value) throws -> Value? {
        if isOver { throw StoreError.unavailable("this transaction is over") }
        if let failure { throw failure }
        do { return try statement() } catch is StopIteration { return nil } catch {
            failure = error
            throw error
        }
    }
}

/// Leaves a loop over rows when its body threw, which is no failure of the statement.
private struct StopIteration: Error {}
