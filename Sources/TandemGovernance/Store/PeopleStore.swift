import TandemLedger
import TandemStore

/// Lists the people of a workspace with what is known of each.
public enum PeopleStore {
    /// One person.
    public struct Person: Sendable, Equatable {
        /// The account.
        public let account: Account
        /// The worker behind it.
        public let worker: Worker?
        /// The rate in force, if one was set.
        public let rate: Rate?
        /// Roles by project.
        public var roles: [ProjectID: Set<Role>]
    }

    /// The accounts of a workspace in the order of their birth.
    ///
    /// - Parameters:
    ///   - workspace: whose.
    ///   - project: only those with a role in it; nil for all.
    ///   - after: the account at which the last page ended.
    ///   - limit: how many at most.
    ///   - now: for the rate in force.
    ///   - tx: the transaction.
    /// - Returns: at most `limit` people.
    /// - Throws: `StoreError`.
    public static func list(
        _ workspace: WorkspaceID, in project: ProjectID?, after: AccountID?, limit: Int, at now: Instant,
        _ tx: any ReadTransaction
    ) throws -> [Person] {
        var query: SQL = """
            SELECT a.id, a.email, a.name, a.administrator, a.created_at, a.disabled_at, w.id AS worker_id, w.kind,
                w.name AS worker_name, w.external_id, w.simulated, w.created_at AS worker_created_at
            FROM account a LEFT JOIN worker w ON w.account_id = a.id
            WHERE a.workspace_id = \(workspace) AND a.id > \(after?.rawValue ?? "")
            """
        if let project {
            query.append(
                " AND EXISTS (SELECT 1 FROM role_grant r WHERE r.account_id = a.id AND r.project_id = \(project))")
        }
        let rows = try tx.rows(query + " ORDER BY a.id LIMIT \(limit)")
        if rows.isEmpty { return [] }
        let roles = try roles(of: rows.map { try $0.text("id") }, in: project, tx)
        return try rows.map { row in
            let worker = try worker(row, workspace)
            let id = AccountID(rawValue: try row.text("id"))
            return Person(
                account: try account(row, workspace), worker: worker,
                rate: try worker.flatMap { try RateStore.inForce(of: $0.id, at: now, tx) }, roles: roles[id] ?? [:])
        }
    }

    private static func roles(
        of accounts: [String], in project: ProjectID?, _ tx: any ReadTransaction
    ) throws -> [AccountID: [ProjectID: Set<Role>]] {
        var query: SQL =
            "SELECT account_id, project_id, role FROM role_grant WHERE account_id IN (\(SQL.list(accounts)))"
        if let project { query.append(" AND project_id = \(project)") }
        var roles: [AccountID: [ProjectID: Set<Role>]] = [:]
        try tx.forEach(query) { row in
            guard let role = Role(rawValue: try row.text("role")) else { return }
            let account = AccountID(rawValue: try row.text("account_id"))
            roles[account, default: [:]][ProjectID(rawValue: try row.text("project_id")), default: []].insert(role)
        }
        return roles
    }

    private static func account(_ row: Row, _ workspace: WorkspaceID) throws -> Account {
        Account(
            id: AccountID(rawValue: try row.text("id")), workspace: workspace, email: try row.text("email"),
            name: try row.text("name"), isAdministrator: try row.bool("administrator"),
            createdAt: Instant(milliseconds: try row.int("created_at")),
            disabledAt: try row.intIfAny("disabled_at").map(Instant.init(milliseconds:)))
    }

    private static func worker(_ row: Row, _ workspace: WorkspaceID) throws -> Worker? {
        guard let id = try row.textIfAny("worker_id") else { return nil }
        guard let kind = Worker.Kind(rawValue: try row.text("kind")) else {
            throw StoreError.unexpectedValue("kind", "a kind of worker")
        }
        return Worker(
            id: WorkerID(rawValue: id), workspace: workspace, account: AccountID(rawValue: try row.text("id")),
            kind: kind, name: try row.text("worker_name"), externalID: try row.textIfAny("external_id"),
            isSimulated: try row.bool("simulated"), createdAt: Instant(milliseconds: try row.int("worker_created_at")))
    }
}
