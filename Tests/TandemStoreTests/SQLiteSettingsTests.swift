import TandemSQLite
import TandemStore
import TandemTestSupport
import Testing

struct SQLiteSettingsTests {
    @Test func `the writer syncs fully, keeps a log and fires triggers of replaced rows`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            let found = try await database.write { tx in
                try ["synchronous", "journal_mode", "recursive_triggers", "foreign_keys"].map { name in
                    switch name {
                    case "synchronous": try tx.row("PRAGMA synchronous")?.values.first
                    case "journal_mode": try tx.row("PRAGMA journal_mode")?.values.first
                    case "recursive_triggers": try tx.row("PRAGMA recursive_triggers")?.values.first
                    default: try tx.row("PRAGMA foreign_keys")?.values.first
                    }
                }
            }
            #expect(found == [.integer(2), .text("wal"), .integer(1), .integer(1)])
        }
    }
}
