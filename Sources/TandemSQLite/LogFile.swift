import CSQLiteSetup
import Foundation
import GRDBSQLite
import TandemStore

/// The write-ahead log as the writing thread sees it: commits hand their frames to the kernel at once, and the sync is
/// asked for apart, so that the next transactions can begin meanwhile.
// because the writing thread alone touches the connection's log, and a file descriptor may be synced from any thread
final class LogFile: @unchecked Sendable {
    private let log: OpaquePointer
    private let descriptor: Int32

    /// The log of a connection that has written already, with synchronous=FULL.
    /// - Throws: `StoreError.unavailable` when its file cannot be opened or its name not made durable.
    init(of connection: OpaquePointer) throws {
        guard let log = tandem_log_of(connection), let name = sqlite3_db_filename(connection, "main"),
            let path = sqlite3_filename_wal(name).map({ String(cString: $0) })
        else { throw StoreError.unavailable("the connection has no write-ahead log of ours") }
        let descriptor = open(path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("open") }
        self.log = log
        self.descriptor = descriptor
        // Once, for SQLite does it with its first sync of a log it has made.
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_CLOEXEC)
        defer { close(folder) }
        guard folder >= 0, fsync(folder) == 0 else { throw Self.failure("sync the folder of") }
        tandem_log_gather(log)
    }

    deinit { close(descriptor) }

    /// Bytes in use in this round of the log.
    var length: Int { Int(tandem_log_length(log)) }

    /// Runs a COMMIT without its sync; it is visible then, and durable after `sync`.
    func withoutSync(_ commit: () throws -> Void) rethrows {
        tandem_log_leave_sync(log, 1)
        defer { tandem_log_leave_sync(log, 0) }
        try commit()
    }

    /// Makes everything that was committed so far durable; from any thread.
    /// - Throws: `StoreError.unavailable`; what was written since the last sync may then be lost, whatever is tried.
    func sync() throws {
        guard fdatasync(descriptor) == 0 else { throw Self.failure("sync") }
    }

    private static func failure(_ what: String) -> StoreError {
        .unavailable("cannot \(what) the write-ahead log: \(String(cString: strerror(errno)))")
    }
}
