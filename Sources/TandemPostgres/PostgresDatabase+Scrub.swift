import TandemStore

extension PostgresDatabase {
    /// Vacuums the tables, so that the pages no longer hold the rows' old versions; see `Database`.
    public func scrub(_ tables: [StaticString]) async throws {
        let (url, names) = (url, tables.map { "\($0)" }.joined(separator: ", "))
        try await OwnThread.run("tandem-scrub") { _ = try Connection(url).control("VACUUM \(names)") }
    }
}
