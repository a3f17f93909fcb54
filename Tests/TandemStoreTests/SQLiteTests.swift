import Foundation
import Synchronization
import TandemSQLite
import TandemTestSupport
import Testing

@testable import TandemStore

/// What only SQLite does: settings, shared commits, several processes on a file, copies.
struct SQLiteTests {
    @Test func `the writer syncs fully, keeps a log and fires triggers of replaced rows`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            let found = try await database.write { tx in
                try [
                    tx.row("PRAGMA synchronous"), tx.row("PRAGMA journal_mode"), tx.row("PRAGMA recursive_triggers"),
                    tx.row("PRAGMA foreign_keys"), tx.row("PRAGMA busy_timeout"),
                ].map { $0?.values.first }
            }
            #expect(found == [.integer(2), .text("wal"), .integer(1), .integer(1), .integer(5_000)])
        }
    }

    @Test func `writes that wait share one commit`() async throws {
        try await FaultyDatabase.with(.sqlite, migrations: fixture) { database in
            let (started, queued) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let first: Void = database.write { _ in
                started.signal()
                _ = queued.wait(timeout: .now() + 20)
            }
            await wait(for: started)
            database.heal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<50 {
                    group.addTask { try await database.log(id) }
                }
                // All are accepted before the writer is let go.
                try await Task.sleep(for: .milliseconds(300))
                queued.signal()
                try await group.waitForAll()
            }
            try await first
            #expect(try await database.logged() == 50)
            #expect(database.statements.filter { $0 == "COMMIT" }.count <= 3)
        }
    }

    @Test func `two programs write to one file`() async throws {
        try await TestDatabases.withPlace(.sqlite) { place in
            let (one, other) = (try place.open(migrations: fixture), try place.open(migrations: fixture))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in 0..<100 {
                    let database = id.isMultiple(of: 2) ? one : other
                    group.addTask { try await database.log(id) }
                }
                try await group.waitForAll()
            }
            #expect(try await one.logged() == 100)
            await one.close()
            #expect(try await other.logged() == 100)
            await other.close()
        }
    }

    @Test func `a file of another program is refused and left alone`() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.path + "/letter.txt"
        try Data("Dear reader, this is a letter and no database at all.".utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: StoreError.self) { try SQLiteDatabase(path: path, now: { 0 }) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 53)
        let nowhere = folder.path + "/no/such/folder.sqlite"
        #expect(throws: StoreError.self) { try SQLiteDatabase(path: nowhere, now: { 0 }) }
    }

    @Test func `a backup of a database that is being written is one moment of it, and restores`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            let sqlite = try #require(database as? SQLiteDatabase)
            let copy = sqlite.path + ".copy"
            try await sqlite.write { tx in
                try tx.run("CREATE TABLE twin (id BIGINT PRIMARY KEY, half BIGINT)")
                for id in 0..<2_000 { try tx.run("INSERT INTO twin VALUES (\(id), \(id / 2))") }
            }
            let writing = Task {
                for id in 1_000..<1_200 {
                    try await sqlite.write { tx in
                        try tx.run("INSERT INTO twin VALUES (\(2 * id), \(id))")
                        try tx.run("INSERT INTO twin VALUES (\(2 * id + 1), \(id))")
                    }
                }
            }
            try await sqlite.backup(to: copy)
            try await writing.value
            await #expect(throws: StoreError.self) { try await sqlite.backup(to: copy) }
            let restored = sqlite.path + ".restored"
            try SQLiteDatabase.restore(from: copy, to: restored)
            #expect(throws: StoreError.self) { try SQLiteDatabase.restore(from: copy, to: restored) }
            let back = try SQLiteDatabase(path: restored, now: { 0 })
            let halves = try await back.number(
                "SELECT count(*) FROM (SELECT half FROM twin GROUP BY half HAVING count(*) <> 2) AS odd")
            #expect(halves == 0)
            #expect(try await back.number("SELECT count(*) FROM twin") >= 2_000)
            await back.close()
            let left = try FileManager.default.contentsOfDirectory(atPath: (copy as NSString).deletingLastPathComponent)
            #expect(left.filter { $0.contains("partial") } == [])
        }
    }

    @Test func `a damaged backup is not restored`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            let sqlite = try #require(database as? SQLiteDatabase)
            let copy = sqlite.path + ".copy"
            try await sqlite.backup(to: copy)
            var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
            for index in 4_096..<min(bytes.count, 12_000) { bytes[index] ^= 0x5a }
            try bytes.write(to: URL(fileURLWithPath: copy))
            let target = sqlite.path + ".restored"
            #expect(throws: StoreError.self) { try SQLiteDatabase.restore(from: copy, to: target) }
            #expect(!FileManager.default.fileExists(atPath: target))
            #expect(throws: StoreError.self) { try SQLiteDatabase.restore(from: copy + ".none", to: target) }
        }
    }
}
