import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `model` table.
public enum ModelStore {
    /// Writes a model under the next number of its project and returns it with that number.
    ///
    /// The number given in `model` is not used; two servers that write at once get different numbers.
    public static func insert(_ model: ModelVersion, in tx: any WriteTransaction) throws -> ModelVersion {
        while true {
            let highest = try tx.row("SELECT max(number) AS n FROM model WHERE project_id = \(model.project)")
            let number = (try highest?.intIfAny("n") ?? 0) + 1
            let written = try tx.run(
                """
                INSERT INTO model (id, workspace_id, project_id, number, state, arm, learner, parameters, blob,
                    snapshot_id, parent_id, job_id, seed, calibration, trained_by, created_at)
                VALUES (\(model.id), \(model.workspace), \(model.project), \(number), \(model.state.rawValue),
                    \(model.arm.rawValue), \(model.learner), \(model.parameters.canonicalString), \(model.blob),
                    \(model.snapshot), \(model.parent), \(model.job), \(Int(bitPattern: UInt(model.seed))),
                    \(model.calibration.canonicalString), \(model.trainedBy), \(model.createdAt))
                ON CONFLICT (project_id, number) DO NOTHING
                """)
            if written == 1 { return model.numbered(number) }
        }
    }

    /// A model of a workspace; nil when there is none.
    public static func find(_ id: ModelID, in workspace: WorkspaceID, _ tx: any ReadTransaction) throws -> ModelVersion?
    {
        try tx.row("SELECT * FROM model WHERE id = \(id) AND workspace_id = \(workspace)").map(model)
    }

    /// A model whose workspace was checked already, as that of a project's live model.
    public static func find(_ id: ModelID, _ tx: any ReadTransaction) throws -> ModelVersion? {
        try tx.row("SELECT * FROM model WHERE id = \(id)").map(model)
    }

    /// A project's models, newest first, below a number.
    public static func list(
        of project: ProjectID, below number: Int?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [ModelVersion] {
        try tx.rows(
            """
            SELECT * FROM model WHERE project_id = \(project) AND number < \(number ?? Int.max)
            ORDER BY number DESC LIMIT \(limit)
            """
        ).map(model)
    }

    /// A project's newest model of an arm; nil when there is none.
    public static func newest(of project: ProjectID, arm: Arm, _ tx: any ReadTransaction) throws -> ModelVersion? {
        try tx.row(
            """
            SELECT * FROM model WHERE project_id = \(project) AND arm = \(arm.rawValue) ORDER BY number DESC LIMIT 1
            """
        ).map(model)
    }

    /// The models that a job has made.
    public static func made(by job: JobID, in project: ProjectID, _ tx: any ReadTransaction) throws -> [ModelVersion] {
        try tx.rows("SELECT * FROM model WHERE project_id = \(project) AND job_id = \(job) ORDER BY number").map(model)
    }

    /// Sets where a model stands.
    public static func setState(_ state: ModelState, of id: ModelID, in tx: any WriteTransaction) throws {
        try tx.run("UPDATE model SET state = \(state.rawValue) WHERE id = \(id)")
    }

    static func model(_ row: Row) throws -> ModelVersion {
        guard let state = try ModelState(rawValue: row.text("state")), let arm = try Arm(rawValue: row.text("arm"))
        else {
            throw StoreError.unexpectedValue("state", "a model's state and arm")
        }
        return ModelVersion(
            id: ModelID(rawValue: try row.text("id")), workspace: WorkspaceID(rawValue: try row.text("workspace_id")),
            project: ProjectID(rawValue: try row.text("project_id")), number: try row.int("number"), state: state,
            arm: arm, learner: try row.text("learner"), parameters: try row.json("parameters"),
            blob: try row.text("blob"), snapshot: SnapshotID(rawValue: try row.text("snapshot_id")),
            parent: try row.textIfAny("parent_id").map(ModelID.init(rawValue:)),
            job: try row.textIfAny("job_id").map(JobID.init(rawValue:)),
            seed: UInt64(UInt(bitPattern: try row.int("seed"))), calibration: try row.json("calibration"),
            trainedBy: try row.text("trained_by"), createdAt: try row.instant("created_at"))
    }
}

extension ModelVersion {
    func numbered(_ number: Int) -> ModelVersion {
        ModelVersion(
            id: id, workspace: workspace, project: project, number: number, state: state, arm: arm, learner: learner,
            parameters: parameters, blob: blob, snapshot: snapshot, parent: parent, job: job, seed: seed,
            calibration: calibration, trainedBy: trainedBy, createdAt: createdAt)
    }
}
