import TandemLedger
import TandemStore
import TandemTabular

/// The SQL of the `outcome` table.
public enum OutcomeStore {
    /// Inserts an outcome; a decision may have several, the latest counts.
    public static func insert(_ outcome: Outcome, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO outcome (id, workspace_id, project_id, decision_id, value, label, source, observed_at,
                recorded_by, recorded_at)
            VALUES (\(outcome.id), \(outcome.workspace), \(outcome.project), \(outcome.decision),
                \(outcome.value.canonicalString), \(outcome.label), \(outcome.source), \(outcome.observedAt),
                \(outcome.recordedBy), \(outcome.recordedAt))
            """)
    }

    /// What is known of a decision, oldest first.
    public static func list(of decision: DecisionID, _ tx: any ReadTransaction) throws -> [Outcome] {
        try tx.rows("SELECT * FROM outcome WHERE decision_id = \(decision) ORDER BY id").map { row in
            Outcome(
                id: try row.id("id"), workspace: try row.id("workspace_id"), project: try row.id("project_id"),
                decision: try row.id("decision_id"), value: try row.json("value"), label: try row.textIfAny("label"),
                source: try row.text("source"), observedAt: try row.instant("observed_at"),
                recordedBy: try row.text("recorded_by"), recordedAt: try row.instant("recorded_at"))
        }
    }
}
