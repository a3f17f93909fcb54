import TandemLedger
import TandemStore
import TandemTabular

/// Reads the events that figures are made of; from the `event` table and nowhere else.
public enum KPIReader {
    static let kinds: [EventKind] = [
        .itemIngested, .itemsImported, .itemFlagged, .annotationSubmitted, .annotationUndone, .reviewDecided,
        .consensusResolved, .goldSet, .modelTrained, .modelEvaluated, .modelPromoted, .modelRolledBack,
        .explanationRated, .explanationProbe, .costPosted, .decisionClosed, .certificateIssued, .certificateWithdrawn,
        .certificateVoided, .outcomeRecorded, .rateSet, .snapshotCreated,
    ]

    /// Events of a project up to a moment, in the order they happened.
    ///
    /// Rates belong to people, not to projects, so the workspace's `rate.set` events come along.
    /// - Throws: `StoreError`, `JSONError` when a row's facts are not JSON.
    public static func events(
        of project: ProjectID, in workspace: WorkspaceID, until: Instant, _ tx: any ReadTransaction
    ) throws -> [KPIEvent] {
        var found: [KPIEvent] = []
        let kinds = SQL.list(kinds.map(\.rawValue))
        let sql: SQL = """
            SELECT occurred_at, actor, kind, subject, facts, chain, seq FROM event
            WHERE (project_id = \(project) OR (project_id IS NULL AND workspace_id = \(workspace) AND kind = 'rate.set'))
                AND recorded_at <= \(until) AND kind IN (\(kinds))
            ORDER BY occurred_at, chain, seq
            """
        try tx.forEach(sql) { row in
            found.append(
                KPIEvent(
                    at: Instant(milliseconds: try row.int("occurred_at")), actor: try row.text("actor"),
                    kind: try row.text("kind"), subject: try row.text("subject"),
                    facts: try JSONValue(parsing: Array(try row.text("facts").utf8))))
        }
        return found
    }
}
