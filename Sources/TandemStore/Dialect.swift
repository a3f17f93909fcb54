/// The fragments in which SQLite's and PostgreSQL's SQL differ; everything else is written once.
public struct Dialect: Sendable {
    /// The engine behind it, for messages and metrics.
    public enum Engine: String, Sendable { case sqlite, postgres }

    /// The engine.
    public let engine: Engine
    /// Appended to a `SELECT` that claims a row: others skip what one has locked.
    public let claimLock: SQL
    /// Appended to a `SELECT` of one row that the transaction is about to change.
    public let rowLock: SQL
    /// The column type for bytes, used by migrations as `{blob}`.
    public let blobType: String

    /// SQLite: one writer at a time, so locks are implied.
    public static let sqlite = Dialect(engine: .sqlite, claimLock: "", rowLock: "", blobType: "BLOB")
    /// PostgreSQL: several writers; rows are locked, claims skip locked rows.
    public static let postgres = Dialect(
        engine: .postgres, claimLock: " FOR UPDATE SKIP LOCKED", rowLock: " FOR UPDATE", blobType: "BYTEA")

    /// The statement that makes the engine refuse updates, deletes and truncation of an append-only table.
    public func refuseChanges(of table: StaticString) -> [SQL] {
        let name = table.description
        switch engine {
        case .sqlite:
            return ["UPDATE", "DELETE"].map { verb in
                SQL(
                    trusted: """
                        CREATE TRIGGER \(name)_refuses_\(verb.lowercased()) BEFORE \(verb) ON \(name)
                        BEGIN SELECT RAISE(ABORT, 'tandem: \(name) is append-only'); END
                        """)
            }
        case .postgres:
            return [
                SQL(
                    trusted: """
                        CREATE FUNCTION \(name)_refuse() RETURNS trigger LANGUAGE plpgsql AS
                        $$ BEGIN RAISE EXCEPTION 'tandem: \(name) is append-only'; END $$
                        """),
                SQL(
                    trusted: """
                        CREATE TRIGGER \(name)_refuses_change BEFORE UPDATE OR DELETE ON \(name)
                        FOR EACH ROW EXECUTE FUNCTION \(name)_refuse()
                        """),
                SQL(
                    trusted: """
                        CREATE TRIGGER \(name)_refuses_truncate BEFORE TRUNCATE ON \(name)
                        FOR EACH STATEMENT EXECUTE FUNCTION \(name)_refuse()
                        """),
            ]
        }
    }

    /// A value inside a JSON text column, as text: `json_extract` or `->>`.
    public func jsonText(_ column: StaticString, _ key: StaticString) -> SQL {
        switch engine {
        case .sqlite: SQL(trusted: "json_extract(\(column.description), '$.\(key.description)')")
        case .postgres: SQL(trusted: "((\(column.description))::jsonb ->> '\(key.description)')")
        }
    }

    /// A number inside a JSON text column.
    public func jsonNumber(_ column: StaticString, _ key: StaticString) -> SQL {
        switch engine {
        case .sqlite: SQL(trusted: "CAST(json_extract(\(column.description), '$.\(key.description)') AS REAL)")
        case .postgres: SQL(trusted: "((\(column.description))::jsonb ->> '\(key.description)')::double precision")
        }
    }
}
