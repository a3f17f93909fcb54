import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `aggregator_fit` table.
public enum FitStore {
    /// Stores a fit and makes it the one that the project's resolutions use from now on.
    public static func insert(
        _ fit: StoredFit, project: ProjectID, workspace: WorkspaceID, job: String?, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO aggregator_fit (id, workspace_id, project_id, method, fit, hash, votes, items, answers, job_id,
                created_at)
            VALUES (\(fit.id), \(workspace), \(project), \(fit.method), \(try fit.json.canonicalString),
                \(try fit.hash()), \(fit.votes), \(fit.items), \(fit.answers), \(job), \(fit.createdAt))
            """)
        try tx.run("UPDATE project SET aggregator_fit_id = \(fit.id) WHERE id = \(project)")
    }

    /// A fit.
    public static func find(_ id: FitID, _ tx: any ReadTransaction) throws -> StoredFit? {
        try tx.row("SELECT * FROM aggregator_fit WHERE id = \(id)").map(fit(from:))
    }

    /// A project whose labels have grown since its last fit.
    public struct Due: Sendable {
        /// The project.
        public let project: ProjectID
        /// Its workspace.
        public let workspace: WorkspaceID
    }

    /// The projects of a workspace with at least `least` new answers, and a `growth` share of new ones, since their
    /// last fit.
    public static func due(
        in workspace: WorkspaceID, least: Int, growth: Double, _ tx: any ReadTransaction
    ) throws -> [Due] {
        try tx.rows(
            """
            SELECT p.id FROM project p
            JOIN counter c ON c.project_id = p.id AND c.name = \(CounterStore.annotations)
            LEFT JOIN aggregator_fit f ON f.id = p.aggregator_fit_id
            WHERE p.workspace_id = \(workspace) AND c.value - coalesce(f.answers, 0) >= \(least)
                AND c.value - coalesce(f.answers, 0) >= CAST(\(growth) AS DOUBLE PRECISION) * coalesce(f.answers, 0)
            ORDER BY p.id
            """
        ).map { Due(project: try $0.id("id"), workspace: workspace) }
    }

    private static func fit(from row: Row) throws -> StoredFit {
        let (labels, learned) = try StoredFit.read(row.json("fit"), method: row.text("method"))
        return try StoredFit(
            id: row.id("id"), labels: labels, learned: learned, votes: row.int("votes"), items: row.int("items"),
            answers: row.int("answers"), createdAt: row.instant("created_at"))
    }
}
