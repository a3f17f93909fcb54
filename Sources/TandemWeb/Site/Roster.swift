import TandemLedger
import TandemStore

/// Names of those who act in a project, by their random ids, for pages.
struct Roster: Sendable {
    private let people: [String: PersonView]

    /// The names of those with these ids in a workspace; accounts without a worker have names too.
    static func read(_ ids: [String], in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> Roster {
        let ids = Array(Set(ids))
        guard !ids.isEmpty else { return Roster(people: [:]) }
        var people: [String: PersonView] = [:]
        let workers: SQL =
            "SELECT id, name, simulated FROM worker WHERE workspace_id = \(workspace) AND id IN (\(SQL.list(ids)))"
        try tx.forEach(workers) { row in
            people[try row.text("id")] = PersonView(name: try row.text("name"), simulated: try row.bool("simulated"))
        }
        let accounts: SQL =
            "SELECT id, name FROM account WHERE workspace_id = \(workspace) AND id IN (\(SQL.list(ids)))"
        try tx.forEach(accounts) { row in
            people[try row.text("id")] = PersonView(name: try row.text("name"), simulated: false)
        }
        return Roster(people: people)
    }

    /// A person or program by name.
    func person(_ id: String) -> PersonView {
        people[id] ?? PersonView(name: id == "tandem" ? "Tandem" : "Somebody who left", simulated: false)
    }
}
