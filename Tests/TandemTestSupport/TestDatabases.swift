import Foundation
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
    public static var engines: [Dialect.Engine] { [.sqlite] }

    /// Runs `body` with a fresh, migrated database, closed and removed afterwards.
    public static func with<T>(
        _ engine: Dialect.Engine = .sqlite, migrations: [Migration] = Migration.all,
        intercept: (@Sendable (String) throws -> Void)? = nil, _ body: (any Database) async throws -> T
    ) async throws -> T {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let database = try SQLiteDatabase(
            path: folder.path + "/tandem.sqlite", now: { start }, readers: 4, migrations: migrations,
            intercept: intercept)
        let outcome: Result<T, any Error>
        do { outcome = .success(try await body(database)) } catch { outcome = .failure(error) }
        await database.close()
        return try outcome.get()
    }
}
