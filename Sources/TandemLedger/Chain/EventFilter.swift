import TandemStore

/// Which events a list shows.
public struct EventFilter: Sendable {
    /// The workspace.
    public let workspace: WorkspaceID
    /// One project only.
    public let project: ProjectID?
    /// One kind only.
    public let kind: String?
    /// Events about one thing only.
    public let subject: String?

    /// A filter; what is nil lets everything through.
    public init(workspace: WorkspaceID, project: ProjectID? = nil, kind: String? = nil, subject: String? = nil) {
        self.workspace = workspace
        self.project = project
        self.kind = kind
        self.subject = subject
    }

    /// The conditions of a `WHERE`.
    var conditions: SQL {
        var conditions: SQL = "workspace_id = \(workspace)"
        if let project { conditions.append(" AND project_id = \(project)") }
        if let kind { conditions.append(" AND kind = \(kind)") }
        if let subject { conditions.append(" AND subject = \(subject)") }
        return conditions
    }
}

extension EventStore {
    /// Events that a filter lets through, newest first, older than a given one.
    /// - Throws: `StoreError`.
    public static func newest(
        _ filter: EventFilter, before: EventID?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Event] {
        var query: SQL = "SELECT \(columns) FROM event WHERE \(filter.conditions)"
        if let before { query.append(" AND id < \(before)") }
        query.append(" ORDER BY id DESC LIMIT \(limit)")
        return try tx.rows(query).map { try stored($0).event }
    }
}
