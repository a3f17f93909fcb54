import Foundation
import GRDB
import TandemStore

extension SQLiteDatabase {
    /// Copies this database, as it is at one moment, while it goes on serving.
    /// - Parameter destination: the copy, which must not exist yet.
    /// - Throws: as `backup(from:to:)`.
    public func backup(to destination: String) async throws {
        let source = path
        try await OwnThread.run("tandem-backup") { try Self.backup(from: source, to: destination) }
    }

    /// Copies a database file, as it is at one moment, whoever is writing to it; blocks until the copy is durable.
    /// - Parameters:
    ///   - source: the file of a server, running or not.
    ///   - destination: the copy, one plain file, which must not exist yet.
    /// - Throws: `StoreError.schema` when the source is not ours, `StoreError.unavailable` when it is missing or the
    ///   destination exists or cannot be written.
    public static func backup(from source: String, to destination: String) throws {
        try copy(from: source, to: destination) { try checkIsOurs($0) }
    }

    /// Puts a backup in place of a database that does not exist yet; blocks until it is durable.
    /// - Parameters:
    ///   - source: a file made by `backup`.
    ///   - destination: the database of a server that is not running; refused if there is one.
    /// - Throws: `StoreError.schema` when the source is damaged, newer than this program or not ours,
    ///   `StoreError.unavailable` when it is missing or the destination exists or cannot be written.
    public static func restore(from source: String, to destination: String) throws {
        for rest in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: destination + rest) {
            throw StoreError.unavailable("\(destination + rest) exists; it belongs to another database")
        }
        try copy(from: source, to: destination) { db in
            try checkIsOurs(db)
            let report = try String.fetchAll(db, sql: "PRAGMA integrity_check")
            guard report == ["ok"] else {
                throw StoreError.schema("the backup is damaged: \(report.first ?? "no report")")
            }
            let newest = try Int.fetchOne(db, sql: "SELECT max(number) FROM migration") ?? 0
            guard newest <= Migration.all.count else {
                throw StoreError.schema("the backup was written by a newer Tandem (migration \(newest))")
            }
        }
    }

    /// Copies beside the destination, checks the copy, makes it durable, and only then gives it its name.
    private static func copy(
        from source: String, to destination: String, check: (GRDB.Database) throws -> Void
    ) throws {
        let files = FileManager.default
        guard files.fileExists(atPath: source) else { throw StoreError.unavailable("there is no \(source)") }
        guard !files.fileExists(atPath: destination) else {
            throw StoreError.unavailable("\(destination) exists and is not overwritten")
        }
        let partial = destination + ".partial"
        try? files.removeItem(atPath: partial)
        defer { try? files.removeItem(atPath: partial) }
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let reader = try DatabaseQueue(path: source, configuration: configuration)
            try reader.read(checkIsOurs)
            let copy = try DatabaseQueue(path: partial, configuration: configuration)
            try reader.backup(to: copy)
            try copy.writeWithoutTransaction { db in
                // A plain file: whoever opens it as a server's database turns the log on again.
                _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE")
                try check(db)
            }
            try copy.close()
            try reader.close()
        } catch { throw StoreError.mapping(error) }
        try sync(partial)
        guard link(partial, destination) == 0 else {
            throw StoreError.unavailable("\(destination): \(String(cString: strerror(errno)))")
        }
        try sync(URL(fileURLWithPath: destination).deletingLastPathComponent().path)
    }

    /// Waits until a file's or a folder's content is on the disk.
    private static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw StoreError.unavailable("\(path): \(String(cString: strerror(errno)))") }
        defer { Foundation.close(descriptor) }
        guard fsync(descriptor) == 0 else {
            throw StoreError.unavailable("\(path): \(String(cString: strerror(errno)))")
        }
    }

    private static func checkIsOurs(_ db: GRDB.Database) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.schema("this file is not a database of Tandem")
        }
    }
}
