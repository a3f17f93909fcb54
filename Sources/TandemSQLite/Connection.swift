import GRDBSQLite
import TandemStore

/// One SQLite connection as its thread uses it: prepared statements by their text, and nothing else between.
final class Connection {
    private static let mostStatements = 600
    private let handle: OpaquePointer
    private let intercept: (@Sendable (String) throws -> Void)?
    private var statements: [SQLShape: Statement] = [:]
    /// Forgotten with every rollback.
    let notes = Notes()

    /// - Parameters:
    ///   - handle: the open connection, used by this thread alone from now on.
    ///   - intercept: sees the text of every statement, BEGIN and COMMIT too, and may throw in its place (for tests).
    init(_ handle: OpaquePointer, intercept: (@Sendable (String) throws -> Void)? = nil) {
        self.handle = handle
        self.intercept = intercept
    }

    /// False inside a transaction; SQLite ends one by itself after some errors.
    var isOutsideTransaction: Bool { sqlite3_get_autocommit(handle) != 0 }

    /// Rows changed since the connection was opened.
    var changes: Int { Int(sqlite3_total_changes64(handle)) }

    /// Runs a statement to its end and returns the number of rows it changed.
    @discardableResult
    func run(_ sql: SQL) throws -> Int {
        let before = sqlite3_total_changes64(handle)
        try using(sql) { statement in while try statement.step() {} }
        return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
    }

    /// Runs a statement once for each row of values and returns the number of rows it changed.
    func run(_ sql: SQL, each rows: [[SQLValue]]) throws -> Int {
        let statement = try prepared(sql)
        defer { statement.reset() }
        var changed = 0
        try statement.bind(each: rows) {
            if let intercept { try intercept(sql.text { "?\($0)" }) }
            let before = sqlite3_total_changes64(handle)
            while try statement.step() {}
            if sqlite3_total_changes64(handle) != before { changed += Int(sqlite3_changes64(handle)) }
        }
        return changed
    }

    /// Calls `body` for each row of a query.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try using(sql) { statement in while try statement.step() { try body(statement.row()) } }
    }

    private func using(_ sql: SQL, _ body: (Statement) throws -> Void) throws {
        if let intercept { try intercept(sql.text { "?\($0)" }) }
        let statement = try prepared(sql)
        defer { statement.reset() }
        try statement.bind(sql.values)
        try body(statement)
    }

    private func prepared(_ sql: SQL) throws -> Statement {
        if let kept = statements[sql.shape], !kept.isRunning { return kept }
        let statement = try Statement(sql.text { "?\($0)" }, on: handle)
        // Lists of many lengths make many texts; starting anew is rare and cheap enough.
        if statements.count >= Self.mostStatements { statements = [:] }
        if statements[sql.shape] == nil { statements[sql.shape] = statement }
        return statement
    }
}
