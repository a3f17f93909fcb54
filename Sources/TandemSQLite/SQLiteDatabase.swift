import CSQLiteSetup
import Foundation
import GRDB
import TandemStore

/// Tandem's database in one SQLite file, durable at every answer.
///
/// WAL with `synchronous=FULL`: an acknowledged write survives a power cut. Writes share commits (see `GroupCommit`),
/// reads run beside them in snapshots. Several processes may open the same file; one writes at a time.
public final class SQLiteDatabase: TandemStore.Database {
    /// Marks a file as Tandem's: "Tand".
    static let applicationID = 0x5461_6e64

    /// The file.
    public let path: String
    /// SQLite's dialect.
    public let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let writes = JobQueue<Pending<any WriteTransaction>>()
    private let reads = JobQueue<Pending<any ReadTransaction>>()
    private let fan = HintFan()
    private let sync: LogSync
    private let threads: Latch
    private let tally = ActivityTally()

    /// Opens or creates the file and brings its schema up to date.
    /// - Parameters:
    ///   - path: the file; its folder must exist.
    ///   - now: milliseconds since 1970, for the record of migrations.
    ///   - readers: how many reads run at once.
    /// - Throws: `StoreError.schema` when the file is not ours or newer than this program; `StoreError.unavailable`.
    public convenience init(path: String, now: @Sendable () -> Int, readers: Int = 4) throws {
        try self.init(path: path, now: now, readers: readers, migrations: Migration.all, intercept: nil)
    }

    /// As above, with other migrations, or with faults.
    package init(
        path: String, now: @Sendable () -> Int, readers: Int, migrations: [Migration],
        intercept: (@Sendable (String) throws -> Void)?
    ) throws {
        self.path = path
        threads = Latch(max(1, readers) + 2)
        Self.setUp
        let log: LogFile
        do {
            pool = try DatabasePool(path: path, configuration: Self.configuration(readers: readers))
            try Self.prepare(pool, migrations, at: now())
            log = try pool.writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else { throw StoreError.unavailable("closed") }
                return try LogFile(of: handle)
            }
        } catch { throw StoreError.mapping(error) }
        sync = LogSync { try log.sync() }
        startWriting(log, intercept)
        startSyncing()
        for number in 1...max(1, readers) { startReading(number) }
    }

    deinit {
        writes.close()
        reads.close()
    }

    /// Runs `body` on a reading thread, in a snapshot of its own; see `Database`.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> T) async throws -> T {
        try await reads.submit(body) { $0 }
    }

    /// Runs `body` on a writing thread and answers once it is durable; see `Database`.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> T) async throws -> T {
        try await writes.submit(body) { $0 }
    }

    /// Hints from now on; see `Database`.
    public func hints() -> AsyncStream<String> { fan.listen() }

    /// Writes and commits since this was opened; see `Database`.
    public var activity: StoreActivity { tally.sum }

    /// Finishes what was accepted, refuses the rest, and lets the database go.
    public func close() async {
        writes.close()
        reads.close()
        await threads.wait()
        fan.close()
        // Closing folds the write-ahead log into the file; if that fails, the next opening does it.
        _ = try? pool.close()
    }

    /// Once, before the first connection of the process; should the VFS be refused, opening the log says so.
    private static let setUp: Void = {
        _ = tandem_sqlite_without_memory_statistics()
        _ = tandem_log_install()
    }()

    private static func configuration(readers: Int) -> Configuration {
        var configuration = Configuration()
        configuration.label = "tandem"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = max(1, readers)
        configuration.persistentReadOnlyConnections = true
        // The writer's thread begins and ends transactions itself.
        configuration.allowsUnsafeTransactions = true
        return configuration
    }

    private static func prepare(_ pool: DatabasePool, _ migrations: [Migration], at milliseconds: Int) throws {
        try pool.writeWithoutTransaction { db in
            // After the pool was opened: opening it sets NORMAL.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "PRAGMA recursive_triggers = ON")
            // Bytes of deleted rows are overwritten: an erased key must not linger in a free page.
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -16000")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            // The writer folds the log in by itself, after it has answered (see GroupCommit).
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try db.inTransaction(.immediate) {
                let mark = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
                let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
                guard mark == applicationID || (mark == 0 && tables == 0) else {
                    throw StoreError.schema("this file is a database of another program")
                }
                guard let handle = db.sqliteConnection else { throw StoreError.unavailable("closed") }
                let transaction = Transaction(Connection(handle))
                _ = try Migrator.migrate(transaction, at: milliseconds, with: migrations)
                if mark == 0 { try db.execute(sql: "PRAGMA application_id = \(applicationID)") }
                return .commit
            }
        }
    }

    private func startWriting(_ log: LogFile, _ intercept: (@Sendable (String) throws -> Void)?) {
        let (pool, queue, hints, threads, tally, sync) = (pool, writes, fan, threads, tally, sync)
        let thread = Thread {
            pool.writeWithoutTransaction { db in
                guard let handle = db.sqliteConnection else { return }
                let connection = Connection(handle, intercept: intercept)
                GroupCommit(connection: connection, queue: queue, hints: hints, tally: tally, log: log, sync: sync)
                    .serve()
            }
            sync.close()
            threads.leave()
        }
        thread.name = "tandem-writer"
        thread.start()
    }

    private func startSyncing() {
        let (queue, threads, sync) = (writes, threads, sync)
        let thread = Thread {
            sync.serve { queue.nudge() }
            threads.leave()
        }
        thread.name = "tandem-sync"
        thread.start()
    }

    private func startReading(_ number: Int) {
        let (readers, threads) = (Readers(pool: pool, queue: reads, sync: sync), threads)
        let thread = Thread {
            readers.serve()
            threads.leave()
        }
        thread.name = "tandem-reader-\(number)"
        thread.start()
    }
}
