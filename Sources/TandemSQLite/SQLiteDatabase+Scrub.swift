import Foundation
import GRDB
import TandemStore

extension SQLiteDatabase {
    /// Folds the write-ahead log, which still holds old bytes, into the file and empties it; see `Database`.
    public func scrub(_ tables: [StaticString]) async throws {
        let path = path
        try await OwnThread.run("tandem-scrub") {
            do { try Self.emptyLog(of: path) } catch { throw StoreError.mapping(error) }
        }
    }

    private static func emptyLog(of path: String) throws {
        var configuration = Configuration()
        configuration.label = "tandem-scrub"
        configuration.busyMode = .timeout(3)
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        let isBusy = try queue.writeWithoutTransaction { db in
            try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)").map { $0[0] as Int != 0 } ?? true
        }
        try queue.close()
        guard !isBusy else {
            throw StoreError.unavailable("readers keep the write-ahead log from being emptied; erase once more")
        }
    }
}
