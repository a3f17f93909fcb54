import TandemLedger
import TandemStore

/// A cost that belongs to a project but to nobody's working hours.
public struct Cost: Sendable, Hashable {
    /// Its id.
    public let id: ID<IDs.Cost>
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// What it was for: `platform`, `quality_control`.
    public let kind: String
    /// How much, in the currency's unit.
    public let amount: Double
    /// ISO 4217.
    public let currency: String
    /// The first moment it pays for.
    public let periodStart: Instant
    /// The end of what it pays for.
    public let periodEnd: Instant
    /// Who posted it.
    public let postedBy: String
    /// When.
    public let postedAt: Instant

    /// A cost.
    public init(
        id: ID<IDs.Cost>, workspace: WorkspaceID, project: ProjectID, kind: String, amount: Double, currency: String,
        periodStart: Instant, periodEnd: Instant, postedBy: String, postedAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.kind = kind
        self.amount = amount
        self.currency = currency
        self.periodStart = periodStart
        self.periodEnd = periodEnd
        self.postedBy = postedBy
        self.postedAt = postedAt
    }
}

/// The SQL of the `cost` table.
public enum CostStore {
    /// Inserts a cost.
    public static func insert(_ cost: Cost, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO cost (id, workspace_id, project_id, kind, amount, currency, period_start, period_end, posted_by,
                posted_at)
            VALUES (\(cost.id), \(cost.workspace), \(cost.project), \(cost.kind), \(cost.amount), \(cost.currency),
                \(cost.periodStart), \(cost.periodEnd), \(cost.postedBy), \(cost.postedAt))
            """)
    }

    /// The newest costs of a project, newest first.
    public static func newest(of project: ProjectID, limit: Int, _ tx: any ReadTransaction) throws -> [Cost] {
        try tx.rows(
            "SELECT * FROM cost WHERE project_id = \(project) ORDER BY posted_at DESC, id DESC LIMIT \(limit)"
        ).map { row in
            Cost(
                id: try row.id("id"), workspace: try row.id("workspace_id"), project: try row.id("project_id"),
                kind: try row.text("kind"), amount: try row.double("amount"), currency: try row.text("currency"),
                periodStart: try row.instant("period_start"), periodEnd: try row.instant("period_end"),
                postedBy: try row.text("posted_by"), postedAt: try row.instant("posted_at"))
        }
    }
}
