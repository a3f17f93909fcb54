import TandemTestSupport
import Testing

@testable import TandemStore

struct RefusalTests {
    @Test(arguments: TestDatabases.engines)
    func `an append-only table refuses every change but new rows`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.log(1)
            var statements: [SQL] = [
                "UPDATE log SET word = 'two'", "DELETE FROM log",
                "INSERT INTO log VALUES (1, 'two') ON CONFLICT (id) DO UPDATE SET word = 'two'",
            ]
            statements += engine == .sqlite ? ["INSERT OR REPLACE INTO log VALUES (1, 'two')"] : ["TRUNCATE log"]
            for statement in statements {
                await #expect(throws: StoreError.refused("log is append-only")) {
                    try await database.write { try $0.run(statement) }
                }
            }
            let row = try await database.read { try $0.row("SELECT id, word FROM log") }
            #expect(row?.values == [.integer(1), .text("word")])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a broken constraint is named`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.write { try $0.run("INSERT INTO pair (a, b) VALUES (1, 2)") }
            let cases: [(SQL, String)] = [
                ("INSERT INTO pair (a, b) VALUES (1, 2)", "pair.a, pair.b"),
                ("INSERT INTO counter (id, n) VALUES (1, 1)", "counter.id"),
                ("INSERT INTO pair (a, b) VALUES (1, \(Int?.none))", "pair.b"),
                ("INSERT INTO pair (a, b, n) VALUES (3, 4, \(500))", "n_is_small"),
            ]
            for (statement, name) in cases {
                await #expect(throws: StoreError.constraint(name: name)) {
                    try await database.write { try $0.run(statement) }
                }
            }
            let error = await #expect(throws: StoreError.self) {
                try await database.write { try $0.run("INSERT INTO child VALUES (1, 77)") }
            }
            guard case .constraint = error else {
                Issue.record("a foreign key gave \(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `nonsense is an engine's error, and the next transaction works`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            for statement: SQL in ["SELEC 1", "SELECT * FROM nowhere", "DELETE FROM val; DELETE FROM pair"] {
                let error = await #expect(throws: StoreError.self) {
                    try await database.write { try $0.run(statement) }
                }
                guard case .engine(_, let message) = error else {
                    Issue.record("\(String(describing: error))")
                    return
                }
                #expect(!message.isEmpty)
            }
            try await database.log(1)
            #expect(try await database.logged() == 1)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a missing column and a wrong type are named`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let row = try #require(try await database.read { try $0.row("SELECT n FROM counter") })
            #expect(throws: StoreError.noSuchColumn("m")) { try row.int("m") }
            #expect(throws: StoreError.unexpectedValue("n", "text")) { try row.text("n") }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `opening twice migrates once, and a newer schema is refused`(engine: Dialect.Engine) async throws {
        let newer = fixture + [Migration(2, "More", "CREATE TABLE more (id BIGINT)")]
        try await TestDatabases.withPlace(engine) { place in
            await (try place.open(migrations: fixture)).close()
            let second = try place.open(migrations: newer)
            try await second.write { try $0.run("INSERT INTO log VALUES (1, 'one')") }
            let rows = try await second.read { try $0.rows("SELECT number, at FROM migration ORDER BY number") }
            #expect(rows.map(\.values) == [1, 2].map { [.integer($0), .integer(Int64(TestDatabases.start))] })
            await second.close()
            let error = #expect(throws: StoreError.self) { try place.open(migrations: fixture) }
            guard case .schema = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            let third = try place.open(migrations: newer)
            #expect(try await third.logged() == 1)
            await third.close()
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `servers that start at once on an empty database migrate it once`(engine: Dialect.Engine) async throws {
        try await TestDatabases.withPlace(engine) { place in
            let opened = try await withThrowingTaskGroup(of: (any Database).self) { group in
                for _ in 0..<3 { group.addTask { try place.open() } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for database in opened {
                #expect(try await database.number("SELECT count(*) FROM migration") == Migration.all.count)
            }
            for database in opened { await database.close() }
        }
    }
}
