/// Brings a database's schema up to what this program knows.
public enum Migrator {
    /// Applies every missing step, each in the caller's transaction, and records it.
    ///
    /// On PostgreSQL the caller holds an advisory lock so that several starting servers take turns.
    /// - Returns: the numbers of the steps that were applied now.
    /// - Throws: `StoreError.schema` when the database has steps that this program does not know.
    public static func migrate(
        _ tx: any WriteTransaction, at milliseconds: Int, with migrations: [Migration] = Migration.all
    ) throws -> [Int] {
        try tx.run(
            "CREATE TABLE IF NOT EXISTS migration (number BIGINT PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)")
        let done = try Set(tx.rows("SELECT number FROM migration").map { try $0.int("number") })
        if let newest = done.max(), newest > (migrations.last?.number ?? 0) {
            throw StoreError.schema(
                "this database was written by a newer Tandem (migration \(newest)); use that version or a backup")
        }
        let missing = migrations.filter { !done.contains($0.number) }
        for migration in missing {
            for statement in migration.sql(for: tx.dialect) { try tx.run(statement) }
            try tx.run(
                """
                INSERT INTO migration (number, name, at)
                VALUES (\(migration.number), \(migration.name), \(milliseconds))
                """)
        }
        return missing.map(\.number)
    }
}
