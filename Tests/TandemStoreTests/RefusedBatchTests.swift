import TandemStore
import TandemTestSupport
import Testing

struct RefusedBatchTests {
    /// The first may hear of the failure and come back before the others have been refused.
    @Test(arguments: TestDatabases.engines)
    func `whoever comes back after a refused BEGIN does not meet the same failure again`(
        engine: Dialect.Engine
    ) async throws {
        try await FaultyDatabase.with(engine, migrations: fixture) { database in
            for round in 0..<300 {
                database.fail(at: 1)
                await #expect(throws: (any Error).self) { try await database.log(round) }
                // No healing in between: one statement was to fail, and it did.
                try await database.log(round)
            }
            #expect(try await database.number("SELECT count(*) FROM log") == 300)
        }
    }
}
