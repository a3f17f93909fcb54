import TandemStore

/// Overwrites what an erasure left behind; the erasure itself is done and durable before.
enum Scrubbing {
    /// Whether it was done now.
    ///
    /// When long readers stand in the way, the log is folded in and overwritten later, at the
    /// latest when the server stops.
    static func run(_ database: any Database, _ tables: [StaticString]) async -> Bool {
        do {
            try await database.scrub(tables)
            return true
        } catch { return false }
    }
}
