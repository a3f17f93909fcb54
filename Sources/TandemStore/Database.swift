/// A database that the house can stand on: SQLite in one file or PostgreSQL shared by several servers.
///
/// The bodies given to `read` and `write` are synchronous and run on a thread of the driver, never on the cooperative
/// pool. A `write` body may be run again after a serialization failure or a lost connection, so it must have no effect
/// other than through its transaction; what it returns reaches the caller only after the commit is durable.
/// A statement that failed spoils its transaction, on both engines, even if the body catches the error: use
/// `ON CONFLICT` where a conflict is expected.
///
/// On PostgreSQL writes see what others commit meanwhile (READ COMMITTED): lock a row that the transaction decides on
/// (`Dialect.rowLock`) or lean on a constraint. A bare `\(value) IS NULL` has no type there when the value is nil;
/// branch in Swift instead.
public protocol Database: Sendable {
    /// The few places where the two engines' SQL differs.
    var dialect: Dialect { get }

    /// Runs `body` against one consistent snapshot.
    /// - Throws: what `body` throws, or `StoreError`.
    func read<T: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> T) async throws -> T

    /// Runs `body` in one transaction: all of it is durable when this returns, or none of it happened.
    ///
    /// Cancellation of the caller does not reach a transaction that was accepted.
    /// - Throws: what `body` throws (and then nothing was written), or `StoreError`.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> T) async throws -> T

    /// Topics of changes committed by any server on this database; a hint only, sometimes late or lost.
    ///
    /// Whoever needs certainty polls by sequence; the stream ends when the database closes.
    func hints() -> AsyncStream<String>

    /// Overwrites what deleted and changed rows left behind, as far as the engine can; to be called after an erasure.
    ///
    /// SQLite overwrites at once and folds its write-ahead log into the file here; PostgreSQL vacuums the tables, while
    /// its own log and archives keep old bytes for as long as the administrator keeps them.
    /// - Parameter tables: where something was erased.
    /// - Throws: `StoreError.unavailable` when long readers stand in the way; it may be called again.
    func scrub(_ tables: [StaticString]) async throws

    /// How much this process has written since it opened the database.
    var activity: StoreActivity { get }

    /// Finishes accepted work and releases every connection.
    func close() async
}

/// How much a process has written: several writes may share one commit, and so one wait for the disk.
public struct StoreActivity: Sendable, Hashable {
    /// Transactions that were acknowledged.
    public var writes: Int
    /// Commits they took.
    public var commits: Int

    /// So many writes in so many commits.
    public init(writes: Int = 0, commits: Int = 0) {
        self.writes = writes
        self.commits = commits
    }
}

extension Database {
    /// Nothing, where nobody counts.
    public var activity: StoreActivity { StoreActivity() }
}

/// Reads inside one transaction; not to be kept after the body returns.
public protocol ReadTransaction {
    /// The few places where the two engines' SQL differs.
    var dialect: Dialect { get }

    /// What the connection remembers between transactions.
    var notes: Notes { get }

    /// Runs a query and calls `body` for each row in order, without holding them all.
    /// - Throws: `StoreError`, or what `body` throws.
    func forEach(_ sql: SQL, _ body: (Row) throws -> Void) throws
}

/// Reads and writes inside one transaction.
public protocol WriteTransaction: ReadTransaction {
    /// The name of the chain of ledger events that this database writer owns (see TandemLedger).
    var writer: String { get }

    /// What is put off to the end of this transaction; its driver writes it before COMMIT.
    var deferrals: Deferrals { get }

    /// Runs a statement and returns the number of rows it changed.
    /// - Throws: `StoreError`.
    @discardableResult func run(_ sql: SQL) throws -> Int

    /// Inserts rows, passing over those that a unique or primary key has already, in as few round trips as it takes.
    /// - Parameters:
    ///   - table: the table's name.
    ///   - columns: the columns that are given, at least one.
    ///   - rows: as many values in each as there are columns.
    /// - Returns: the number of rows that were inserted.
    /// - Throws: `StoreError`.
    @discardableResult
    func insertMany(into table: StaticString, columns: [StaticString], rows: [[SQLValue]]) throws -> Int

    /// Asks for a hint on `topic` to be sent to every server once this transaction is committed.
    func hint(_ topic: String)
}

extension ReadTransaction {
    /// Nothing, where nobody remembers.
    public var notes: Notes { Notes() }

    /// All rows of a query.
    public func rows(_ sql: SQL) throws -> [Row] {
        var found: [Row] = []
        try forEach(sql) { found.append($0) }
        return found
    }

    /// The first row of a query, if there is one.
    public func row(_ sql: SQL) throws -> Row? {
        try rows(sql).first
    }
}
