import TandemLedger
import TandemStore

/// The SQL of the `counter` table: figures that pages show without counting rows.
public enum CounterStore {
    /// Items of the project.
    public static let items = "items"
    /// Items with a settled answer.
    public static let resolved = "resolved"
    /// Answers that were given and count.
    public static let annotations = "annotations"

    /// Tasks of a kind that are not settled yet.
    public static func waiting(_ kind: TaskKind) -> String { "waiting_" + kind.rawValue }

    /// Adds to a counter, which begins at 0.
    public static func add(
        _ amount: Int, to name: String, of project: ProjectID, in tx: any WriteTransaction
    ) throws {
        guard amount != 0 else { return }
        try tx.run(
            """
            INSERT INTO counter (project_id, name, value) VALUES (\(project), \(name), \(amount))
            ON CONFLICT (project_id, name) DO UPDATE SET value = counter.value + excluded.value
            """)
    }

    /// All counters of a project.
    public static func values(of project: ProjectID, _ tx: any ReadTransaction) throws -> [String: Int] {
        var values: [String: Int] = [:]
        try tx.forEach("SELECT name, value FROM counter WHERE project_id = \(project)") { row in
            values[try row.text("name")] = try row.int("value")
        }
        return values
    }
}
