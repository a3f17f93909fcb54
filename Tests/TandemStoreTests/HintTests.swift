import TandemStore
import TandemTestSupport
import Testing

struct HintTests {
    @Test(arguments: TestDatabases.engines)
    func `a hint comes after its commit, and none from a transaction that failed`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            var hints = database.hints().makeAsyncIterator()
            _ = try? await database.write { tx in
                tx.hint("never")
                throw Refusal()
            }
            try await database.write { tx in
                tx.hint("first")
                tx.hint("first")
                try tx.run("INSERT INTO log VALUES (1, 'one')")
            }
            #expect(await hints.next() == "first")
            #expect(try await database.logged() == 1)
            try await database.write { $0.hint("second") }
            #expect(await hints.next() == "second")
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the stream of hints ends with the database`(engine: Dialect.Engine) async throws {
        try await TestDatabases.withPlace(engine) { place in
            let database = try place.open(migrations: fixture)
            let hints = database.hints()
            try await database.write { $0.hint("only") }
            await database.close()
            var found: [String] = []
            for await hint in hints { found.append(hint) }
            #expect(found == ["only"])
            for await hint in database.hints() { Issue.record("a closed database hinted \(hint)") }
        }
    }
}
