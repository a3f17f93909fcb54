import Foundation
import GRDBSQLite
import TandemStore

/// A prepared statement, kept by its connection for as long as that lives.
final class Statement {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    private var columns: [String] = []
    private var preparedTimes: Int32 = -1
    /// The texts and bytes of the parameters, one after the other; SQLite reads them here until the reset.
    private var arena = UnsafeMutableRawBufferPointer.allocate(byteCount: 512, alignment: 1)
    /// True from the first step until the reset: it cannot be used for a second, nested run.
    var isRunning = false

    init(_ text: String, on database: OpaquePointer) throws {
        var prepared: OpaquePointer?
        var hasTail = false
        let code = text.withCString { start in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(database, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
            if let tail { hasTail = String(cString: tail).contains { !$0.isWhitespace && $0 != ";" } }
            return code
        }
        guard code == SQLITE_OK else { throw StoreError(sqlite: database) }
        guard let prepared, !hasTail else {
            sqlite3_finalize(prepared)
            throw StoreError.engine(code: Int(SQLITE_MISUSE), message: "exactly one statement at a time")
        }
        handle = prepared
        self.database = database
    }

    deinit {
        sqlite3_finalize(handle)
        arena.deallocate()
    }

    /// Gives the parameters their values, in order; they must be reset before this is done again.
    func bind(_ values: [SQLValue]) throws {
        makeRoom(bytes: Self.size(of: values))
        var used = 0
        for (index, value) in values.enumerated() { try check(bind(value, at: Int32(index + 1), &used)) }
    }

    /// Gives the parameters the values of one row after the other and calls `run` for each.
    ///
    /// A value that is the same in all rows so far is bound once: of an item's or task's columns most are.
    func bind(each rows: [[SQLValue]], run: () throws -> Void) throws {
        guard let first = rows.first else { return }
        let largest = rows.reduce(0) { max($0, Self.size(of: $1)) }
        makeRoom(bytes: Self.size(of: first) + largest)
        var kept = 0
        for (index, value) in first.enumerated() { try check(bind(value, at: Int32(index + 1), &kept)) }
        try run()
        var varies = [Bool](repeating: false, count: first.count)
        for row in rows.dropFirst() {
            sqlite3_reset(handle)
            var used = kept
            for index in row.indices where varies[index] || row[index] != first[index] {
                varies[index] = true
                try check(bind(row[index], at: Int32(index + 1), &used))
            }
            try run()
        }
    }

    private func check(_ code: Int32) throws {
        if code != SQLITE_OK { throw StoreError(sqlite: database) }
    }

    /// The bytes that the texts and blobs of a row take.
    private static func size(of values: [SQLValue]) -> Int {
        var size = 0
        for value in values {
            switch value {
            case .text(let text): size += text.utf8.count
            case .blob(let bytes): size += bytes.count
            default: break
            }
        }
        return size
    }

    private func makeRoom(bytes needed: Int) {
        // A parameter of megabytes, once, is not kept for ever.
        guard needed > arena.count || (arena.count > 1 << 20 && needed < 1 << 16) else { return }
        arena.deallocate()
        arena = .allocate(byteCount: max(512, needed + needed / 4), alignment: 1)
    }

    /// Goes to the next row; false when there is none.
    func step() throws -> Bool {
        isRunning = true
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw StoreError(sqlite: database)
        }
    }

    /// Ends the run and frees the values.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
        isRunning = false
    }

    /// The row that the last step reached.
    func row() -> Row {
        readColumnsIfNew()
        let count = Int32(columns.count)
        return Row(columns: columns, values: (0..<count).map(value(at:)))
    }

    /// - Throws: `StoreError.constraint` for text with U+0000, which would be cut there.
    private func bind(_ value: SQLValue, at index: Int32, _ used: inout Int) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .real(let number): return sqlite3_bind_double(handle, index, number)
        case .text(var text):
            let place = text.withUTF8 { keep(UnsafeRawBufferPointer($0), &used) }
            if let start = place.baseAddress, memchr(start, 0, place.count) != nil { throw StoreError.zeroInText }
            let start = place.baseAddress?.assumingMemoryBound(to: CChar.self)
            return sqlite3_bind_text64(handle, index, start, UInt64(place.count), nil, UInt8(SQLITE_UTF8))
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
            let place = bytes.withUnsafeBytes { keep($0, &used) }
            return sqlite3_bind_blob64(handle, index, place.baseAddress, UInt64(place.count), nil)
        }
    }

    /// Copies bytes to the arena, which has room for all of them.
    private func keep(_ bytes: UnsafeRawBufferPointer, _ used: inout Int) -> UnsafeRawBufferPointer {
        let place = UnsafeMutableRawBufferPointer(rebasing: arena[used..<used + bytes.count])
        if bytes.count > 0 { place.copyMemory(from: bytes) }
        used += bytes.count
        return UnsafeRawBufferPointer(place)
    }

    /// SQLite prepares a statement anew when the schema has changed, and then its columns may differ.
    private func readColumnsIfNew() {
        let times = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
        if times == preparedTimes { return }
        preparedTimes = times
        columns = (0..<sqlite3_column_count(handle)).map { index in
            sqlite3_column_name(handle, index).map { String(cString: $0) } ?? ""
        }
    }

    private func value(at index: Int32) -> SQLValue {
        switch sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(handle, index)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(handle, index)
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))))
        default: return .null
        }
    }
}
