import GRDB
import GRDBSQLite
import TandemStore

extension StoreError {
    /// The last error of a connection.
    init(sqlite handle: OpaquePointer) {
        let message = sqlite3_errmsg(handle).map { String(cString: $0) } ?? ""
        self.init(code: sqlite3_extended_errcode(handle), message: message)
    }

    /// An error of SQLite by its extended code.
    init(code: Int32, message: String) {
        let raised = ResultCode.SQLITE_CONSTRAINT_TRIGGER.rawValue
        switch code & 0xff {
        case SQLITE_CONSTRAINT where code == raised && message.hasPrefix("tandem: "):
            self = .refused(String(message.dropFirst("tandem: ".count)))
        case SQLITE_CONSTRAINT:
            // "UNIQUE constraint failed: item.project_id, item.key"
            let parts = message.split(separator: ": ", maxSplits: 1)
            self = .constraint(name: parts.count == 2 ? String(parts[1]) : "")
        case SQLITE_BUSY, SQLITE_LOCKED: self = .unavailable("another process holds the database: \(message)")
        case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_INTERRUPT:
            self = .unavailable("SQLite \(code): \(message)")
        case SQLITE_NOTADB: self = .schema("this file is not a database: \(message)")
        default: self = .engine(code: Int(code), message: message)
        }
    }

    /// What GRDB threw, as the house says it; other errors pass.
    static func mapping(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        return StoreError(code: error.extendedResultCode.rawValue, message: error.message ?? "")
    }
}
