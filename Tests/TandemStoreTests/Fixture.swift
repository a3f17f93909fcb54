import Foundation
import Synchronization
import TandemTestSupport

@testable import TandemStore

/// A small schema in which every rule of the port can be seen.
let fixture = [
    Migration(
        1, "Everything a port's test needs", appendOnly: ["log"],
        """
        CREATE TABLE val (id BIGINT PRIMARY KEY, i BIGINT, r DOUBLE PRECISION, t TEXT, b {blob});
        CREATE TABLE counter (id BIGINT PRIMARY KEY, n BIGINT NOT NULL);
        CREATE TABLE pair (a BIGINT NOT NULL, b BIGINT NOT NULL, n BIGINT, UNIQUE (a, b),
            CONSTRAINT n_is_small CHECK (n < 100));
        CREATE TABLE child (id BIGINT PRIMARY KEY, parent BIGINT NOT NULL REFERENCES counter (id));
        CREATE TABLE log (id BIGINT PRIMARY KEY, word TEXT NOT NULL);
        INSERT INTO counter (id, n) VALUES (1, 0)
        """)
]

/// Runs a test on a fresh database with the small schema.
func withFixture<T>(_ engine: Dialect.Engine, _ body: (any Database) async throws -> T) async throws -> T {
    try await TestDatabases.with(engine, migrations: fixture, body)
}

extension Database {
    /// The single number a query returns.
    func number(_ sql: SQL) async throws -> Int {
        try await read { tx in
            guard case .integer(let number) = try tx.row(sql)?.values.first else { return -1 }
            return Int(number)
        }
    }

    /// Adds a word to the log, in a transaction of its own.
    func log(_ id: Int) async throws {
        try await write { try $0.run("INSERT INTO log VALUES (\(id), 'word')") }
    }

    /// How many words the log has.
    func logged() async throws -> Int { try await number("SELECT count(*) FROM log") }
}

/// A failure that a body throws itself.
struct Refusal: Error, Equatable {}

/// Counts what bodies on several threads do, and lets them meet.
final class Tally: Sendable {
    private let number = Mutex(0)

    var count: Int { number.withLock { $0 } }

    /// Adds one and returns the new count.
    @discardableResult
    func add() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }

    /// Holds this thread until the count is reached, or for five seconds.
    func meet(_ goal: Int) {
        for _ in 0..<5_000 where count < goal { usleep(1_000) }
    }
}
