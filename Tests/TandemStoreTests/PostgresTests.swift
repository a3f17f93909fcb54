import TandemStore
import TandemTestSupport
import Testing

/// What only PostgreSQL does: several servers, lost connections, deadlocks.
@Suite(.enabled(if: TestDatabases.engines.contains(.postgres), "TANDEM_TEST_POSTGRES is not set"))
struct PostgresTests {
    /// Ends the server's processes that are in the middle of a transaction.
    private static let endBusy = """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND state = 'idle in transaction'
        """

    @Test func `a hint reaches other servers, and their writers have other chains`() async throws {
        try await TestDatabases.withPlace(.postgres) { place in
            let (one, other) = (try place.open(migrations: fixture), try place.open(migrations: fixture))
            var hints = other.hints().makeAsyncIterator()
            // Until the other's LISTEN stands, hints may be lost.
            let sending = Task {
                while !Task.isCancelled {
                    try await one.write { $0.hint("news") }
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            #expect(await hints.next() == "news")
            sending.cancel()
            let names = try await [one.writers(), other.writers()]
            #expect(names[0].isDisjoint(with: names[1]))
            #expect(names.allSatisfy { $0.count == 4 })
            await one.close()
            await other.close()
        }
    }

    @Test func `connections that were lost while idle are replaced`() async throws {
        try await TestDatabases.withPlace(.postgres) { place in
            let database = try place.open(migrations: fixture)
            _ = try await database.writers()
            try place.administer(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
            for id in 0..<8 { try await database.log(id) }
            #expect(try await database.logged() == 8)
            await database.close()
        }
    }

    @Test func `a body whose connection is lost runs again, once it counts`() async throws {
        try await TestDatabases.withPlace(.postgres) { place in
            let database = try place.open(migrations: fixture)
            let runs = Tally()
            try await database.write { tx in
                try tx.run("INSERT INTO log VALUES (1, 'one')")
                if runs.add() == 1 { try place.administer(Self.endBusy) }
                try tx.run("UPDATE counter SET n = n + 1")
            }
            #expect(runs.count == 2)
            #expect(try await database.logged() == 1)
            #expect(try await database.number("SELECT n FROM counter") == 1)
            await database.close()
        }
    }

    @Test func `a connection lost at COMMIT is said, and the body is not run again`() async throws {
        try await TestDatabases.withPlace(.postgres) { place in
            let runs = Tally()
            let commits = Tally()
            let database = try place.open(migrations: fixture) { statement in
                if statement == "COMMIT", commits.add() == 1 { try place.administer(Self.endBusy) }
            }
            let error = await #expect(throws: StoreError.self) {
                try await database.write { tx in
                    runs.add()
                    try tx.run("INSERT INTO log VALUES (1, 'one')")
                }
            }
            guard case .unavailable = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(runs.count == 1)
            #expect(try await database.logged() == 0)
            await database.close()
        }
    }

    @Test func `two transactions that lock crosswise both succeed`() async throws {
        try await withFixture(.postgres) { database in
            try await database.write { try $0.run("INSERT INTO counter (id, n) VALUES (2, 0)") }
            let met = Tally()
            let cross: @Sendable (Int, Int) async throws -> Void = { first, second in
                try await database.write { tx in
                    try tx.run("UPDATE counter SET n = n + 1 WHERE id = \(first)")
                    met.add()
                    met.meet(2)
                    try tx.run("UPDATE counter SET n = n + 1 WHERE id = \(second)")
                }
            }
            async let left: Void = cross(1, 2)
            async let right: Void = cross(2, 1)
            _ = try await (left, right)
            #expect(met.count >= 3)
            #expect(try await database.number("SELECT sum(n) FROM counter") == 4)
        }
    }

    @Test func `a statement prepared before another server's migration still runs`() async throws {
        try await withFixture(.postgres) { database in
            for _ in 0..<20 { _ = try await database.read { try $0.rows("SELECT * FROM counter") } }
            try await database.write { try $0.run("ALTER TABLE counter ADD COLUMN extra BIGINT") }
            for _ in 0..<20 {
                let row = try await database.read { try $0.row("SELECT * FROM counter") }
                #expect(row?.columns == ["id", "n", "extra"])
            }
        }
    }
}

extension Database {
    /// The chains of all four connections of a test's database: four writes that wait for each other.
    fileprivate func writers() async throws -> Set<String> {
        let met = Tally()
        return try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await self.write { tx in
                        met.add()
                        met.meet(4)
                        return tx.writer
                    }
                }
            }
            return try await group.reduce(into: []) { $0.insert($1) }
        }
    }
}
