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
        tx.deferrals.of(CounterSums.self).add(amount, to: name, of: project)
    }

    /// All counters of a project.
    public static func values(of project: ProjectID, _ tx: any ReadTransaction) throws -> [String: Int] {
        try tx.catchUp()
        var values: [String: Int] = [:]
        try tx.forEach("SELECT name, value FROM counter WHERE project_id = \(project)") { row in
            values[try row.text("name")] = try row.int("value")
        }
        return values
    }
}

/// What a transaction adds to counters, added up: the counter of answers is one row that all answers change.
final class CounterSums: Deferral {
    private struct Name: Hashable, Comparable {
        let project: ProjectID
        let name: String

        static func < (left: Name, right: Name) -> Bool {
            (left.project, left.name) < (right.project, right.name)
        }
    }

    private var sums: [Name: Int] = [:]

    init() {}

    func add(_ amount: Int, to name: String, of project: ProjectID) {
        sums[Name(project: project, name: name), default: 0] += amount
    }

    /// In the order of the names, so that two servers lock the rows in the same order.
    func write(in tx: any WriteTransaction) throws {
        for (name, amount) in sums.sorted(by: { $0.key < $1.key }) where amount != 0 {
            try tx.run(
                """
                INSERT INTO counter (project_id, name, value) VALUES (\(name.project), \(name.name), \(amount))
                ON CONFLICT (project_id, name) DO UPDATE SET value = counter.value + excluded.value
                """)
        }
        sums = [:]
    }
}
