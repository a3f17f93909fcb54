import TandemLedger
import TandemStore

/// How far a person has come in a project.
public struct Progress: Sendable, Hashable, Codable {
    /// Tasks handed to them.
    public var claims: Int
    /// Answers of theirs that stand.
    public var answers: Int
}

/// The SQL of the `worker_progress` table: what would otherwise have to be counted at every claim.
public enum ProgressStore {
    /// A person's progress; zeros before the first claim.
    public static func find(
        _ worker: WorkerID, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> Progress {
        let row = try tx.row(
            "SELECT claims, answers FROM worker_progress WHERE project_id = \(project) AND worker_id = \(worker)")
        return try Progress(claims: row?.int("claims") ?? 0, answers: row?.int("answers") ?? 0)
    }

    /// Adds a claim to a person's progress.
    public static func addClaim(
        of worker: WorkerID, in project: ProjectID, _ workspace: WorkspaceID, tx: any WriteTransaction
    ) throws {
        try add(claims: 1, answers: 0, of: worker, in: project, workspace, tx)
    }

    /// Adds to the answers of a person that stand.
    public static func add(
        answers: Int, of worker: WorkerID, in project: ProjectID, _ workspace: WorkspaceID, tx: any WriteTransaction
    ) throws {
        try add(claims: 0, answers: answers, of: worker, in: project, workspace, tx)
    }

    private static func add(
        claims: Int, answers: Int, of worker: WorkerID, in project: ProjectID, _ workspace: WorkspaceID,
        _ tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO worker_progress (project_id, worker_id, workspace_id, claims, answers)
            VALUES (\(project), \(worker), \(workspace), \(claims), \(answers))
            ON CONFLICT (project_id, worker_id) DO UPDATE SET claims = worker_progress.claims + excluded.claims,
                answers = worker_progress.answers + excluded.answers
            """)
    }
}
