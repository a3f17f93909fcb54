import TandemLedger
import TandemStore

/// The SQL of the `worker_skill` table.
public enum SkillStore {
    /// Gives a person a skill and lets them search the queue anew.
    /// - Returns: whether it is new.
    @discardableResult
    public static func grant(
        _ skill: String, to worker: WorkerID, in project: Project, tx: any WriteTransaction
    ) throws -> Bool {
        let added = try tx.run(
            """
            INSERT INTO worker_skill (project_id, worker_id, skill, workspace_id)
            VALUES (\(project.id), \(worker), \(skill), \(project.workspace))
            ON CONFLICT (project_id, worker_id, skill) DO NOTHING
            """)
        if added > 0 { try ClaimStore.forgetMarks(of: worker, in: project.id, tx: tx) }
        return added > 0
    }

    /// A person's skills in a project.
    public static func list(
        of worker: WorkerID, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> [String] {
        try tx.rows(
            "SELECT skill FROM worker_skill WHERE project_id = \(project) AND worker_id = \(worker) ORDER BY skill"
        ).map { try $0.text("skill") }
    }
}
