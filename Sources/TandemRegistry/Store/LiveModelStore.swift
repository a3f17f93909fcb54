import TandemLedger
import TandemStore

/// The SQL of the `live_model` and `promotion` tables.
public enum LiveModelStore {
    /// Which model is live in a project; nil before the first promotion.
    public static func find(_ project: ProjectID, _ tx: any ReadTransaction) throws -> LiveModelRow? {
        try tx.row("SELECT * FROM live_model WHERE project_id = \(project)").map(live)
    }

    /// As `find`, keeping others from changing it until this transaction ends.
    public static func lock(_ project: ProjectID, in tx: any WriteTransaction) throws -> LiveModelRow? {
        try tx.row("SELECT * FROM live_model WHERE project_id = \(project)" + tx.dialect.rowLock).map(live)
    }

    /// Puts a model in place.
    /// - Parameters:
    ///   - model: what is live from now on.
    ///   - previous: where a rollback leads.
    ///   - current: what `lock` found.
    ///   - workspace: the workspace.
    ///   - project: the project.
    ///   - now: the present moment.
    ///   - tx: the transaction.
    /// - Returns: the new state of affairs.
    /// - Throws: `Problem` conflict when another transaction was first.
    public static func set(
        _ model: ModelID, previous: ModelID?, replacing current: LiveModelRow?, workspace: WorkspaceID,
        project: ProjectID, at now: Instant, in tx: any WriteTransaction
    ) throws -> LiveModelRow {
        let version = (current?.version ?? 0) + 1
        let changed =
            if let current {
                try tx.run(
                    """
                    UPDATE live_model SET model_id = \(model), previous_id = \(previous), since = \(now),
                        version = \(version)
                    WHERE project_id = \(project) AND version = \(current.version)
                    """)
            } else {
                try tx.run(
                    """
                    INSERT INTO live_model (project_id, workspace_id, model_id, previous_id, since, version)
                    VALUES (\(project), \(workspace), \(model), \(previous), \(now), \(version))
                    ON CONFLICT (project_id) DO NOTHING
                    """)
            }
        guard changed == 1 else {
            throw Problem(
                .conflict, "live_model_changed", "Somebody changed the live model at the same time; look again.")
        }
        return LiveModelRow(project: project, model: model, previous: previous, since: now, version: version)
    }

    /// Writes down a change of the live model.
    public static func record(
        _ change: Promotion, workspace: WorkspaceID, project: ProjectID, in tx: any WriteTransaction
    ) throws {
        try tx.run(
            """
            INSERT INTO promotion (id, workspace_id, project_id, model_id, previous_id, kind, reason, decided_by,
                decided_at)
            VALUES (\(change.id), \(workspace), \(project), \(change.model), \(change.previous),
                \(change.kind.rawValue), \(change.reason), \(change.decidedBy), \(change.decidedAt))
            """)
    }

    /// The changes of a project's live model, newest first.
    public static func changes(of project: ProjectID, limit: Int, _ tx: any ReadTransaction) throws -> [Promotion] {
        try tx.rows(
            """
            SELECT * FROM promotion WHERE project_id = \(project) ORDER BY decided_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            guard let kind = try Promotion.Kind(rawValue: row.text("kind")) else {
                throw StoreError.unexpectedValue("kind", "a kind of change")
            }
            return Promotion(
                id: ID(rawValue: try row.text("id")), model: ModelID(rawValue: try row.text("model_id")),
                previous: try row.textIfAny("previous_id").map(ModelID.init(rawValue:)), kind: kind,
                reason: try row.textIfAny("reason"), decidedBy: try row.text("decided_by"),
                decidedAt: try row.instant("decided_at"))
        }
    }

    /// The model that was live when `model` was last promoted: where a rollback from `model` leads.
    public static func predecessor(
        of model: ModelID, in project: ProjectID, _ tx: any ReadTransaction
    ) throws -> ModelID? {
        try tx.row(
            """
            SELECT previous_id FROM promotion WHERE project_id = \(project) AND model_id = \(model)
                AND kind = 'promoted' ORDER BY decided_at DESC, id DESC LIMIT 1
            """
        )?.textIfAny("previous_id").map(ModelID.init(rawValue:))
    }

    private static func live(_ row: Row) throws -> LiveModelRow {
        LiveModelRow(
            project: ProjectID(rawValue: try row.text("project_id")),
            model: ModelID(rawValue: try row.text("model_id")),
            previous: try row.textIfAny("previous_id").map(ModelID.init(rawValue:)), since: try row.instant("since"),
            version: try row.int("version"))
    }
}
