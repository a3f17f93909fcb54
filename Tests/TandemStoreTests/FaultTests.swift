import TandemStore
import TandemTestSupport
import Testing

struct FaultTests {
    @Test(arguments: TestDatabases.engines, [0, 1, 4])
    func `whichever statement fails, all is done or nothing`(engine: Dialect.Engine, more: Int) async throws {
        let statements = try await FaultyDatabase.failEverywhere(on: engine, migrations: fixture, more: more) {
            try await $0.log(0)
        } act: { database in
            try await database.write { tx in
                try tx.run("INSERT INTO log VALUES (1, 'one')")
                try tx.run("UPDATE counter SET n = n + 1")
                try tx.insertMany(into: "pair", columns: ["a", "b"], rows: [[.integer(1), .integer(2)]])
            }
        } check: { database, failed in
            let found = try await database.read { tx in
                try tx.row(
                    """
                    SELECT (SELECT count(*) FROM log) AS log, (SELECT n FROM counter) AS n,
                    (SELECT count(*) FROM pair) AS pair
                    """)?.values
            }
            #expect(found == (failed ? [1, 0, 0] : [2, 1, 1]).map { .integer($0) })
            // The database works again once the fault is gone.
            try await database.log(9)
        }
        // BEGIN, three statements, COMMIT
        #expect(statements >= 5)
    }

    @Test(arguments: TestDatabases.engines)
    func `whichever statement fails among many writers, what was acknowledged is there and nothing else`(
        engine: Dialect.Engine
    ) async throws {
        for number in stride(from: 1, through: 60, by: 3) {
            try await FaultyDatabase.with(engine, migrations: fixture) { database in
                database.fail(at: number, more: number % 4)
                let acknowledged = await withTaskGroup(of: Int?.self) { group in
                    for id in 0..<12 {
                        group.addTask {
                            try? await database.write { tx in
                                try tx.run("INSERT INTO log VALUES (\(id), 'word')")
                                try tx.run("UPDATE counter SET n = n + 1 WHERE id = 1")
                                if id == 5 { throw Refusal() }
                                return id
                            }
                        }
                    }
                    return await group.reduce(into: []) { $0 += $1.map { [$0] } ?? [] }.sorted()
                }
                database.heal()
                let found = try await database.read { tx in
                    try tx.rows("SELECT id FROM log ORDER BY id").map { try $0.int("id") }
                }
                #expect(found == acknowledged)
                #expect(!acknowledged.contains(5))
                #expect(try await database.number("SELECT n FROM counter") == acknowledged.count)
            }
        }
    }
}
