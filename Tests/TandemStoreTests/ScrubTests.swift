import Foundation
import TandemStore
import TandemTestSupport
import Testing

/// What an erasure promises: nobody who holds the disk reads the erased bytes any more.
struct ScrubTests {
    private static let secret = Array("a key that must not be found again".utf8)

    /// Every byte in a folder: the file, its log, its index.
    private static func holds(_ place: DatabasePlace) throws -> Bool {
        let folder = URL(fileURLWithPath: place.address).deletingLastPathComponent()
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).contains {
            try Data(contentsOf: $0).range(of: Data(secret)) != nil
        }
    }

    @Test func `deleted and changed bytes are gone from the file and from the log`() async throws {
        try await TestDatabases.withPlace(.sqlite) { place in
            let database = try place.open(migrations: fixture)
            try await database.write { tx in
                for id in 0..<200 {
                    try tx.run("INSERT INTO val (id, b, t) VALUES (\(id), \(Self.secret), \("word \(id)"))")
                }
            }
            #expect(try Self.holds(place))
            try await database.write { tx in
                try tx.run("DELETE FROM val WHERE id < 100")
                try tx.run("UPDATE val SET b = NULL WHERE id >= 100")
            }
            try await database.scrub(["val"])
            #expect(try !Self.holds(place))
            #expect(try await database.number("SELECT count(*) FROM val") == 100)
            await database.close()
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a database that was scrubbed goes on as before`(_ engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.log(1)
            try await database.scrub(["log", "val"])
            try await database.log(2)
            #expect(try await database.logged() == 2)
        }
    }

    @Test func `a reader that holds an old snapshot is told of, not waited for without end`() async throws {
        try await TestDatabases.withPlace(.sqlite) { place in
            let database = try place.open(migrations: fixture)
            try await database.log(1)
            let (started, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let reading: Int = database.read { tx in
                let count = try tx.rows("SELECT id FROM log").count
                started.signal()
                done.wait()
                return count
            }
            await wait(for: started)
            try await database.log(2)
            await #expect(throws: StoreError.self) { try await database.scrub(["log"]) }
            done.signal()
            #expect(try await reading == 1)
            try await database.scrub(["log"])
            await database.close()
        }
    }
}
