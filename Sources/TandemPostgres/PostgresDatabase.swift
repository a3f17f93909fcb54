import Foundation
import TandemStore

/// Tandem's database on PostgreSQL, shared by any number of servers.
///
/// Blocking calls of libpq run on threads of their own, one for each connection. Each connection holds the right to
/// append to one chain of the ledger (`pg-0`, `pg-1` …) by an advisory lock, so a pooler that shares sessions between
/// clients must not stand in between. See `Worker` for isolation and what is run again.
public final class PostgresDatabase: Database {
    /// PostgreSQL's dialect.
    public let dialect = Dialect.postgres
    let url: String
    private let queue = JobQueue<Worker.Job>()
    private let fan = HintFan()
    private let channel: HintChannel
    private let workers: Latch
    private let channelThread = Latch(1)

    /// Connects and brings the schema up to date, servers taking turns; blocks until that is done.
    /// - Parameters:
    ///   - url: `postgres://user:password@host:port/database`, or libpq's key words.
    ///   - connections: how many transactions run at once.
    ///   - now: milliseconds since 1970, for the record of migrations.
    /// - Throws: `StoreError.unavailable`, or `StoreError.schema` when the schema is newer than this program.
    public convenience init(url: String, connections: Int = 8, now: @Sendable () -> Int) throws {
        try self.init(url: url, connections: connections, now: now, migrations: Migration.all, intercept: nil)
    }

    /// As above, with other migrations, or with faults.
    package init(
        url: String, connections: Int, now: @Sendable () -> Int, migrations: [Migration],
        intercept: (@Sendable (String) throws -> Void)?
    ) throws {
        self.url = url
        try Self.migrate(Connection(url), migrations, at: now())
        channel = try HintChannel(url: url, fan: fan)
        workers = Latch(max(1, connections))
        for number in 1...max(1, connections) {
            let (queue, channel, workers) = (queue, channel, workers)
            Self.start("tandem-pg-\(number)") {
                Worker(url: url, queue: queue, hints: channel, intercept: intercept).serve()
                workers.leave()
            }
        }
        let (channel, done) = (channel, channelThread)
        Self.start("tandem-pg-hints") {
            channel.serve()
            done.leave()
        }
    }

    deinit {
        queue.close()
        channel.close()
    }

    /// Runs `body` on a reading thread, in a snapshot of its own; see `Database`.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> T) async throws -> T {
        try await queue.submit(body) { .read($0) }
    }

    /// Runs `body` on a writing thread and answers once it is durable; see `Database`.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> T) async throws -> T {
        try await queue.submit(body) { .write($0) }
    }

    /// Hints from now on; see `Database`.
    public func hints() -> AsyncStream<String> { fan.listen() }

    /// Finishes what was accepted, refuses the rest, and lets the database go.
    public func close() async {
        queue.close()
        await workers.wait()
        channel.close()
        await channelThread.wait()
        fan.close()
    }

    private static func migrate(_ connection: Connection, _ migrations: [Migration], at milliseconds: Int) throws {
        try connection.control("BEGIN")
        _ = try connection.run("SELECT pg_advisory_xact_lock(\(AdvisoryLock.migration)::bigint)")
        let transaction = Transaction(connection, writer: "")
        _ = try Migrator.migrate(transaction, at: milliseconds, with: migrations)
        transaction.end()
        try connection.control("COMMIT")
    }

    private static func start(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.name = name
        thread.start()
    }
}
