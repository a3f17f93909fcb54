import TandemStore
import TandemTestSupport
import Testing

/// Adds to the counter of `Fixture` what transactions have put off.
private final class Added: Deferral {
    private var amount = 0

    init() {}

    func add(_ more: Int) { amount += more }

    func write(in tx: any WriteTransaction) throws {
        if amount != 0 { try tx.run("UPDATE counter SET n = n + \(amount)") }
        amount = 0
    }
}

/// What a transaction puts off to its end is part of it all the same.
struct DeferralTests {
    @Test(arguments: TestDatabases.engines)
    func `what was put off is there after the transaction, once`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.write { tx in
                for _ in 0..<5 { tx.deferrals.of(Added.self).add(2) }
            }
            let found = try await database.number("SELECT n FROM counter")
            #expect(found == 10)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `what a transaction that throws has put off never happens, what others have does`(
        engine: Dialect.Engine
    ) async throws {
        try await withFixture(engine) { database in
            await withTaskGroup(of: Void.self) { group in
                for id in 0..<100 {
                    group.addTask {
                        _ = try? await database.write { tx in
                            tx.deferrals.of(Added.self).add(1)
                            if id % 4 == 0 { throw Refusal() }
                        }
                    }
                }
            }
            let found = try await database.number("SELECT n FROM counter")
            #expect(found == 75)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `who catches up reads what was put off`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let seen = try await database.write { tx in
                tx.deferrals.of(Added.self).add(3)
                try tx.catchUp()
                tx.deferrals.of(Added.self).add(4)
                return try tx.row("SELECT n FROM counter")?.int("n")
            }
            #expect(seen == 3)
            let found = try await database.number("SELECT n FROM counter")
            #expect(found == 7)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `writes are counted, and their commits are no more`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let before = database.activity
            await withTaskGroup(of: Void.self) { group in
                for id in 0..<50 {
                    group.addTask {
                        _ = try? await database.write { tx in try tx.run("INSERT INTO log VALUES (\(id), 'word')") }
                    }
                }
            }
            _ = try? await database.write { _ in throw Refusal() }
            let after = database.activity
            #expect(after.writes - before.writes == 50)
            #expect((1...51).contains(after.commits - before.commits))
            let found = try await database.number("SELECT count(*) FROM log")
            #expect(found == 50)
        }
    }

    @Test func `a member that fails before it changed anything does not make the others run again`() async throws {
        try await TestDatabases.with(.sqlite) { database in
            try await database.write { tx in try tx.run("CREATE TABLE log (id INTEGER PRIMARY KEY)") }
            let runs = Tally()
            await withTaskGroup(of: Void.self) { group in
                for id in 0..<60 {
                    group.addTask {
                        _ = try? await database.write { tx in
                            runs.add()
                            if id % 2 == 0 { throw Refusal() }
                            try tx.run("INSERT INTO log VALUES (\(id))")
                        }
                    }
                }
            }
            #expect(runs.count == 60)
            let found = try await database.number("SELECT count(*) FROM log")
            #expect(found == 30)
        }
    }
}
