/// What can go wrong between the house and its database.
public enum StoreError: Error, Sendable, Equatable {
    /// A unique, foreign-key, check or not-null constraint refused the change; `name` says which if the engine told.
    case constraint(name: String)
    /// The ledger's rows are append-only; the database refused to change one.
    case refused(String)
    /// The database cannot be reached or is shutting down; the same call may succeed later.
    case unavailable(String)
    /// Another transaction won a conflict more often than we retried.
    case conflict(String)
    /// The database file or schema is newer than this program, or not ours.
    case schema(String)
    /// A query has no column of this name: a programming error caught by tests.
    case noSuchColumn(String)
    /// A column holds NULL or another type than expected.
    case unexpectedValue(String, String)
    /// Anything else the engine reported.
    case engine(code: Int, message: String)

    /// Text with U+0000, which PostgreSQL cannot store and therefore no engine takes.
    package static let zeroInText = StoreError.constraint(name: "text without U+0000")
}
