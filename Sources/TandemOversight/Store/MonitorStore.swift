import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `monitor` table.
public enum MonitorStore {
    /// A project's monitors by name.
    public static func list(of project: ProjectID, _ tx: any ReadTransaction) throws -> [Monitor] {
        try tx.rows("SELECT * FROM monitor WHERE project_id = \(project) ORDER BY name").map(monitor)
    }

    /// As `list`, locked until the transaction ends.
    public static func lock(of project: ProjectID, in tx: any WriteTransaction) throws -> [Monitor] {
        let query: SQL = "SELECT * FROM monitor WHERE project_id = \(project) ORDER BY name"
        return try tx.rows(query + tx.dialect.rowLock).map(monitor)
    }

    /// Writes a monitor, new or seen before.
    public static func save(_ monitor: Monitor, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO monitor (project_id, name, workspace_id, state, evidence, threshold, effect, seen,
                certificate_id, fired_at, updated_at)
            VALUES (\(monitor.project), \(monitor.name), \(monitor.workspace), \(monitor.state.canonicalString),
                \(monitor.evidence), \(monitor.threshold), \(monitor.effect), \(monitor.seen), \(monitor.certificate),
                \(monitor.firedAt), \(monitor.updatedAt))
            ON CONFLICT (project_id, name) DO UPDATE SET state = excluded.state, evidence = excluded.evidence,
                threshold = excluded.threshold, effect = excluded.effect, seen = excluded.seen,
                certificate_id = excluded.certificate_id, fired_at = excluded.fired_at,
                updated_at = excluded.updated_at
            """)
    }

    /// Removes a project's monitors, before new ones begin with a new certificate.
    public static func clear(_ project: ProjectID, in tx: any WriteTransaction) throws {
        try tx.run("DELETE FROM monitor WHERE project_id = \(project)")
    }

    private static func monitor(_ row: Row) throws -> Monitor {
        Monitor(
            project: try row.id("project_id"), workspace: try row.id("workspace_id"), name: try row.text("name"),
            state: try row.json("state"), evidence: try row.double("evidence"), threshold: try row.double("threshold"),
            effect: try row.double("effect"), seen: try row.int("seen"), certificate: try row.idIfAny("certificate_id"),
            firedAt: try row.instantIfAny("fired_at"), updatedAt: try row.instant("updated_at"))
    }
}
