import CLibPQ
import Foundation
import TandemStore

/// One PostgreSQL connection as its thread uses it.
final class Connection {
    /// Forgotten with every rollback.
    let notes = Notes()
    private static let mostStatements = 500
    /// A statement's identity on the server: its text and the types of its values.
    private struct Key: Hashable {
        let shape: SQLShape
        let types: [UInt32]
    }

    private let handle: OpaquePointer
    /// Sees the text of every statement, BEGIN and COMMIT too, and may throw in its place (for tests).
    var intercept: (@Sendable (String) throws -> Void)?
    /// The server's name of each text seen; empty after the first time, for most one-off texts never come again.
    private var statements: [Key: String] = [:]
    private var prepared = 0
    private weak var streaming: RowStream?

    /// Connects and sets what the rest relies on.
    /// - Throws: `StoreError.unavailable`.
    init(_ url: String) throws {
        let settings: [(String, String)] = [
            ("application_name", "tandem"), ("connect_timeout", "5"), ("keepalives_idle", "15"),
            ("keepalives_interval", "5"), ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let names = settings.map { strdup($0.0) } + [nil]
        let values = settings.map { strdup($0.1) } + [nil]
        defer { for text in names + values { free(text) } }
        guard let opened = PQconnectdbParams(names.map { UnsafePointer($0) }, values.map { UnsafePointer($0) }, 1)
        else { throw StoreError.unavailable("out of memory") }
        handle = opened
        // deinit closes it when this throws.
        guard PQstatus(opened) == CONNECTION_OK else {
            throw StoreError.unavailable(
                String(cString: PQerrorMessage(opened)).trimmingCharacters(in: .whitespacesAndNewlines))
        }
        // Notices (IF NOT EXISTS …) belong in no log.
        PQsetNoticeProcessor(opened, { _, _ in }, nil)
        try control("SET synchronous_commit = on; SET bytea_output = hex; SET extra_float_digits = 1")
    }

    deinit { PQfinish(handle) }

    /// False when the connection is gone.
    var isAlive: Bool { PQstatus(handle) == CONNECTION_OK }
    /// True between transactions.
    var isIdle: Bool { PQtransactionStatus(handle) == PQTRANS_IDLE }
    /// The socket, to wait for notifications.
    var socket: Int32 { PQsocket(handle) }
    /// This connection's process on the server.
    var process: Int32 { PQbackendPID(handle) }

    /// Runs BEGIN, COMMIT and the like and returns what the server says it did.
    @discardableResult
    func control(_ text: String) throws -> String {
        try intercept?(text)
        try finishStream()
        let result = try check(PQexec(handle, text))
        defer { PQclear(result) }
        return PQcmdStatus(result).map { String(cString: $0) } ?? ""
    }

    /// Runs a statement and returns the number of rows it changed.
    func run(_ sql: SQL, inferred: Bool = false) throws -> Int {
        let stream = try send(sql, inferred: inferred)
        while try stream.next() != nil {}
        return stream.changed
    }

    /// Calls `body` for each row of a query as it arrives.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        let stream = try send(sql, inferred: false)
        defer { stream.discard() }
        while let row = try stream.next() { try body(row) }
    }

    /// The next result of the statement that was sent; nil when there are no more.
    func nextResult() -> OpaquePointer? { PQgetResult(handle) }

    /// Passes a good result on.
    /// - Throws: the error of a bad one, freed.
    func check(_ result: OpaquePointer?) throws -> OpaquePointer {
        guard let result else { throw lastError() }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_SINGLE_TUPLE: return result
        default:
            defer { PQclear(result) }
            throw isAlive ? StoreError(result) : lastError()
        }
    }

    /// Notifications that have arrived: the payload of each and whether this connection sent it.
    func notifications() -> [(payload: String, isOwn: Bool)] {
        PQconsumeInput(handle)
        var found: [(payload: String, isOwn: Bool)] = []
        while let notification = PQnotifies(handle) {
            let payload = notification.pointee.extra.map { String(cString: $0) } ?? ""
            found.append((payload, notification.pointee.be_pid == process))
            PQfreemem(notification)
        }
        return found
    }

    private func send(_ sql: SQL, inferred: Bool) throws -> RowStream {
        try intercept?(sql.text { "$\($0)" })
        try finishStream()
        let parameters = try Parameters(sql.values, inferred: inferred)
        let name = try statementName(sql, parameters.types)
        let sent = parameters.withPointers { values, lengths, formats in
            if let name {
                return PQsendQueryPrepared(handle, name, parameters.count, values, lengths, formats, 0)
            }
            return PQsendQueryParams(
                handle, sql.text { "$\($0)" }, parameters.count, parameters.types, values, lengths, formats, 0)
        }
        guard sent == 1 else { throw lastError() }
        PQsetSingleRowMode(handle)
        let stream = RowStream(self)
        streaming = stream
        return stream
    }

    /// The prepared statement of a text that was seen before; nil for one that is new.
    private func statementName(_ sql: SQL, _ types: [UInt32]) throws -> String? {
        let key = Key(shape: sql.shape, types: types)
        guard let name = statements[key] else {
            if statements.count >= Self.mostStatements { try forgetStatements() }
            statements[key] = ""
            return nil
        }
        if !name.isEmpty { return name }
        prepared += 1
        let fresh = "s\(prepared)"
        PQclear(try check(PQprepare(handle, fresh, sql.text { "$\($0)" }, Int32(types.count), types)))
        statements[key] = fresh
        return fresh
    }

    private func forgetStatements() throws {
        PQclear(try check(PQexec(handle, "DEALLOCATE ALL")))
        statements = [:]
    }

    /// A statement inside the loop over another's rows: the rest of those is kept in memory.
    private func finishStream() throws {
        defer { streaming = nil }
        try streaming?.buffer()
    }

    private func lastError() -> StoreError {
        .unavailable(String(cString: PQerrorMessage(handle)).trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
