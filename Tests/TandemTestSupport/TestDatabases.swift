import Foundation
import Synchronization
import TandemPostgres
import TandemSQLite
import TandemStore

/// Fresh databases for tests, on every engine at hand.
///
/// SQLite always; PostgreSQL when `TANDEM_TEST_POSTGRES` holds the URL of a server where databases may be created
/// (`scripts/postgres-test.sh start` prints one). A suite that should hold on both says
/// `@Test(arguments: TestDatabases.engines)`.
public enum TestDatabases {
    /// The time that migrations are recorded with.
    public static let start = 1_700_000_000_000

    /// The engines that tests run on here.
    public static var engines: [Dialect.Engine] { server == nil ? [.sqlite] : [.sqlite, .postgres] }

    /// The PostgreSQL server for tests, if there is one.
    static var server: String? {
        ProcessInfo.processInfo.environment["TANDEM_TEST_POSTGRES"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// So many databases at once: each takes threads and connections.
    private static let turnstile = Turnstile(places: 6)

    /// Runs `body` with a fresh, migrated database, closed and removed afterwards.
    /// - Parameters:
    ///   - engine: one of `engines`.
    ///   - migrations: the schema; Tandem's unless told otherwise.
    ///   - intercept: sees the text of every statement of a write, BEGIN and COMMIT too, and may throw in its place.
    ///   - body: the test.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    public static func with<T>(
        _ engine: Dialect.Engine = .sqlite, migrations: [Migration] = Migration.all,
        intercept: (@Sendable (String) throws -> Void)? = nil, _ body: (any Database) async throws -> T
    ) async throws -> T {
        try await withPlace(engine) { place in
            let database = try place.open(migrations: migrations, intercept: intercept)
            let outcome: Result<T, any Error>
            do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
            await database.close()
            return try outcome.get()
        }
    }

    /// Runs `body` with a place where a database can be opened, more than once too, and removes it afterwards.
    ///
    /// Whatever is opened must be closed by `body`.
    public static func withPlace<T>(
        _ engine: Dialect.Engine, _ body: (DatabasePlace) async throws -> T
    ) async throws -> T {
        await turnstile.enter()
        defer { turnstile.leave() }
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        switch engine {
        case .sqlite:
            return try await body(DatabasePlace(engine: .sqlite, address: folder.path + "/tandem.sqlite"))
        case .postgres:
            guard let server, var url = URLComponents(string: server) else {
                throw StoreError.unavailable("TANDEM_TEST_POSTGRES is not a URL")
            }
            // The folder's name is unique among the tests of this machine.
            let name = "tandem_" + folder.path.suffix(6).utf8.map { String($0, radix: 16) }.joined()
            try PostgresServer.run("CREATE DATABASE \(name)", at: server)
            defer { try? PostgresServer.run("DROP DATABASE \(name) WITH (FORCE)", at: server) }
            url.path = "/" + name
            return try await body(DatabasePlace(engine: .postgres, address: url.string ?? server))
        }
    }
}

/// Where a test's database lies, so that it can be opened again or by a second server.
public struct DatabasePlace: Sendable {
    /// The engine.
    public let engine: Dialect.Engine
    /// A file's path or a server's URL.
    public let address: String

    /// Opens it and brings its schema up to date; the caller closes it.
    public func open(
        migrations: [Migration] = Migration.all, intercept: (@Sendable (String) throws -> Void)? = nil
    ) throws -> any Database {
        switch engine {
        case .sqlite:
            try SQLiteDatabase(
                path: address, now: { TestDatabases.start }, readers: 4, migrations: migrations, intercept: intercept)
        case .postgres:
            try PostgresDatabase(
                url: address, connections: 4, now: { TestDatabases.start }, migrations: migrations,
                intercept: intercept)
        }
    }

    /// Runs one statement on the server beside every transaction (PostgreSQL only).
    public func administer(_ statement: String) throws {
        try PostgresServer.run(statement, at: address)
    }
}

/// Lets so many in at once; the others wait in line.
private final class Turnstile: Sendable {
    private struct State {
        var free: Int
        var line: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(free: places)) }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isIn = state.withLock { state in
                if state.free > 0 {
                    state.free -= 1
                    return true
                }
                state.line.append(continuation)
                return false
            }
            if isIn { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.line.isEmpty {
                state.free += 1
                return nil
            }
            return state.line.removeFirst()
        }
        next?.resume()
    }
}
