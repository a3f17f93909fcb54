import TandemStore

/// One member's view of the connection, valid until its body returns.
final class Transaction: WriteTransaction {
    private let connection: Connection
    private var isOver = false
    /// Topics asked for so far.
    private(set) var topics: [String] = []

    init(_ connection: Connection) { self.connection = connection }

    var dialect: Dialect { .sqlite }
    var writer: String { "sqlite" }

    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try check()
        try connection.forEach(sql, body)
    }

    func run(_ sql: SQL) throws -> Int {
        try check()
        return try connection.run(sql)
    }

    func hint(_ topic: String) { topics.append(topic) }

    /// Said when the body has returned.
    func end() { isOver = true }

    /// After some errors SQLite rolls back by itself; a body that goes on regardless must not write outside.
    private func check() throws {
        if isOver || connection.isOutsideTransaction {
            throw StoreError.unavailable("this transaction is over")
        }
    }
}
