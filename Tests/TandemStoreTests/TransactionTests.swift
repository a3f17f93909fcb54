import Foundation
import TandemStore
import TandemTestSupport
import Testing

struct TransactionTests {
    @Test(arguments: TestDatabases.engines)
    func `a body that throws leaves nothing behind`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            await #expect(throws: Refusal()) {
                try await database.write { tx in
                    try tx.run("INSERT INTO log VALUES (1, 'one')")
                    try tx.run("UPDATE counter SET n = 5")
                    throw Refusal()
                }
            }
            let logged = try await database.logged()
            #expect(logged == 0)
            let counted = try await database.number("SELECT n FROM counter")
            #expect(counted == 0)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `of many writes at once only those that throw are missing`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let refused = await withTaskGroup(of: Bool.self) { group in
                for id in 0..<200 {
                    group.addTask {
                        do {
                            try await database.write { tx in
                                try tx.run("INSERT INTO log VALUES (\(id), 'word')")
                                try tx.run("UPDATE counter SET n = n + 1 WHERE id = 1")
                                if id % 3 == 0 { throw Refusal() }
                                if id % 7 == 0 { try tx.run("INSERT INTO log VALUES (\(id), 'again')") }
                            }
                            return false
                        } catch { return true }
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            let bad = (0..<200).filter { $0 % 3 == 0 || $0 % 7 == 0 }.count
            #expect(refused == bad)
            let logged = try await database.logged()
            #expect(logged == 200 - bad)
            let counted = try await database.number("SELECT n FROM counter")
            #expect(counted == 200 - bad)
            let wrong = try await database.number("SELECT count(*) FROM log WHERE id % 3 = 0 OR id % 7 = 0")
            #expect(wrong == 0)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a statement that failed spoils its transaction even if the body goes on`(
        engine: Dialect.Engine
    ) async throws {
        try await withFixture(engine) { database in
            await #expect(throws: StoreError.constraint(name: "log.id")) {
                try await database.write { tx in
                    try tx.run("INSERT INTO log VALUES (1, 'one')")
                    _ = try? tx.run("INSERT INTO log VALUES (1, 'two')")
                }
            }
            let logged = try await database.logged()
            #expect(logged == 0)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a loop left by an error does not spoil its transaction`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let seen = try await database.write { tx in
                for id in 0..<50 { try tx.run("INSERT INTO log VALUES (\(id), 'word')") }
                var seen = 0
                do {
                    try tx.forEach("SELECT id FROM log ORDER BY id") { _ in
                        seen += 1
                        if seen == 3 { throw Refusal() }
                    }
                } catch is Refusal {}
                try tx.run("INSERT INTO log VALUES (99, 'after')")
                return seen
            }
            #expect(seen == 3)
            let logged = try await database.logged()
            #expect(logged == 51)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a statement may run inside the loop over another's rows, the same one too`(
        engine: Dialect.Engine
    ) async throws {
        try await withFixture(engine) { database in
            let pairs = try await database.write { tx in
                for id in 0..<20 { try tx.run("INSERT INTO log VALUES (\(id), 'word')") }
                var pairs = 0
                try tx.forEach("SELECT id FROM log ORDER BY id") { outer in
                    let id = try outer.int("id")
                    try tx.run("INSERT INTO val (id, i) VALUES (\(id), \(id))")
                    try tx.forEach("SELECT id FROM log ORDER BY id") { _ in pairs += 1 }
                }
                return pairs
            }
            #expect(pairs == 400)
            let copied = try await database.number("SELECT count(*) FROM val")
            #expect(copied == 20)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a read sees one moment, whatever is written meanwhile`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let (started, written) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            async let seen = database.read { tx in
                let before = try tx.rows("SELECT * FROM log").count
                started.signal()
                _ = written.wait(timeout: .now() + 20)
                return try [before, tx.rows("SELECT * FROM log").count, tx.rows("SELECT id FROM log").count]
            }
            await wait(for: started)
            try await database.log(1)
            written.signal()
            let counts = try await seen
            #expect(counts == [0, 0, 0])
            let later = try await database.logged()
            #expect(later == 1)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a read cannot write`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            await #expect(throws: StoreError.self) {
                try await database.read { tx in _ = try tx.rows("INSERT INTO log VALUES (1, 'one') RETURNING id") }
            }
            let logged = try await database.logged()
            #expect(logged == 0)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a change returns its rows and the number of them`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let found = try await database.write { tx in
                let first = try tx.rows("INSERT INTO val (id) VALUES (1), (2), (3) RETURNING id")
                return try [
                    first.count, tx.run("UPDATE val SET i = 1 WHERE id < 3"), tx.run("DELETE FROM val WHERE id = 9"),
                    tx.run("CREATE TABLE extra (id BIGINT)"), tx.run("DELETE FROM val"),
                ]
            }
            #expect(found == [3, 2, 0, 0, 3])
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the caller's cancellation does not reach its write`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            let (started, cancelled) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let task = Task {
                try await database.write { tx in
                    try tx.run("INSERT INTO log VALUES (1, 'one')")
                    started.signal()
                    _ = cancelled.wait(timeout: .now() + 20)
                    try tx.run("INSERT INTO log VALUES (2, 'two')")
                    return 7
                }
            }
            await wait(for: started)
            task.cancel()
            cancelled.signal()
            let answer = try await task.value
            #expect(answer == 7)
            let logged = try await database.logged()
            #expect(logged == 2)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `closing finishes what was accepted and refuses the rest`(engine: Dialect.Engine) async throws {
        try await TestDatabases.withPlace(engine) { place in
            let database = try place.open(migrations: fixture)
            let started = DispatchSemaphore(value: 0)
            let tasks = (0..<40).map { id in
                Task {
                    try await database.write { tx in
                        if id == 0 { started.signal() }
                        try tx.run("INSERT INTO log VALUES (\(id), 'word')")
                    }
                }
            }
            await wait(for: started)
            await database.close()
            var accepted = 0
            for task in tasks {
                switch await task.result {
                case .success: accepted += 1
                case .failure(let error): #expect(error as? StoreError == .unavailable("the database is closed"))
                }
            }
            await #expect(throws: StoreError.unavailable("the database is closed")) {
                try await database.write { try $0.run("DELETE FROM val") }
            }
            let again = try place.open(migrations: fixture)
            #expect(accepted > 0)
            let kept = try await again.logged()
            #expect(kept == accepted)
            await again.close()
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `claims at the same time get different rows`(engine: Dialect.Engine) async throws {
        try await withFixture(engine) { database in
            try await database.write { tx in
                for id in 0..<60 { try tx.run("INSERT INTO val (id, i) VALUES (\(id), 0)") }
            }
            let claimed = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<60 {
                    group.addTask {
                        try await database.write { tx in
                            let lock = tx.dialect.claimLock
                            guard let row = try tx.row("SELECT id FROM val WHERE i = 0 ORDER BY id LIMIT 1\(lock)")
                            else { throw Refusal() }
                            try tx.run("UPDATE val SET i = 1 WHERE id = \(row.int("id"))")
                            return try row.int("id")
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(claimed.sorted() == Array(0..<60))
        }
    }
}

/// Waits for another thread without holding one of the cooperative pool for long.
func wait(for semaphore: DispatchSemaphore) async {
    await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            _ = semaphore.wait(timeout: .now() + 20)
            continuation.resume()
        }
    }
}
