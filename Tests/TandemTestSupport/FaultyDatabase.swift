import Synchronization
import TandemStore

/// A database that fails at the statement it is told to: BEGIN, SAVEPOINT, COMMIT and ROLLBACK count too.
///
/// ```swift
/// let runs = try await FaultyDatabase.failEverywhere(on: engine, prepare: seed) { database in
///     try await AnswerTask(database).run(input)
/// } check: { database, failed in … nothing half done … }
/// ```
public final class FaultyDatabase: Database {
    /// What the failing statement throws.
    public static let fault = StoreError.unavailable("a fault, on purpose")

    private struct Plan {
        var failing: ClosedRange<Int>?
        var seen: [String] = []
    }

    /// Shared with the driver, whose threads see the statements.
    private final class Plot: Sendable {
        let plan = Mutex(Plan())

        func pass(_ statement: String) throws {
            let fails = plan.withLock { plan in
                plan.seen.append(statement)
                return plan.failing?.contains(plan.seen.count) == true
            }
            if fails { throw FaultyDatabase.fault }
        }
    }

    private let base: any Database
    private let plot: Plot

    private init(_ base: any Database, _ plot: Plot) {
        self.base = base
        self.plot = plot
    }

    /// Runs `body` with a fresh database that does not fail yet.
    public static func with<T>(
        _ engine: Dialect.Engine, migrations: [Migration] = Migration.all,
        _ body: (FaultyDatabase) async throws -> T
    ) async throws -> T {
        let plot = Plot()
        let intercept: @Sendable (String) throws -> Void = { try plot.pass($0) }
        return try await TestDatabases.with(engine, migrations: migrations, intercept: intercept) {
            try await body(FaultyDatabase($0, plot))
        }
    }

    /// Makes statement `number`, counted from now and from 1, fail, and `more` after it.
    public func fail(at number: Int, more: Int = 0) {
        plot.plan.withLock { $0 = Plan(failing: number...(number + more)) }
    }

    /// Fails no more, and counts from now.
    public func heal() { plot.plan.withLock { $0 = Plan() } }

    /// The statements of writes since the last `fail` or `heal`, in order.
    public var statements: [String] { plot.plan.withLock { $0.seen } }

    /// Runs `act` with a failure at its first statement, then, on a fresh database, at its second, and so on until
    /// it passes all of them without meeting the fault.
    /// - Parameters:
    ///   - engine: one of `TestDatabases.engines`.
    ///   - migrations: the schema.
    ///   - more: how many statements after the failing one fail too, so that the ROLLBACK does.
    ///   - prepare: fills the fresh database, before any fault.
    ///   - act: the use case.
    ///   - check: looks, without faults, at what is there; it is told whether `act` threw.
    /// - Returns: how many statements could fail.
    /// - Throws: what `prepare` or `check` throws; not what `act` does.
    @discardableResult
    public static func failEverywhere(
        on engine: Dialect.Engine, migrations: [Migration] = Migration.all, more: Int = 0,
        prepare: (FaultyDatabase) async throws -> Void, act: (FaultyDatabase) async throws -> Void,
        check: (FaultyDatabase, _ failed: Bool) async throws -> Void
    ) async throws -> Int {
        for number in 1... {
            let reached = try await with(engine, migrations: migrations) { database in
                try await prepare(database)
                database.fail(at: number, more: more)
                var failed = false
                do { try await act(database) } catch { failed = true }
                let reached = database.statements.count >= number
                database.heal()
                try await check(database, failed)
                return reached
            }
            if !reached { return number - 1 }
        }
        return 0
    }

    /// The database's.
    public var dialect: Dialect { base.dialect }

    /// Passed on.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> T) async throws -> T {
        try await base.read(body)
    }

    /// Passed on.
    public func write<T: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> T) async throws -> T {
        try await base.write(body)
    }

    /// Passed on.
    public func hints() -> AsyncStream<String> { base.hints() }

    /// Passed on.
    public func scrub(_ tables: [StaticString]) async throws { try await base.scrub(tables) }

    /// Passed on.
    public func close() async { await base.close() }
}
