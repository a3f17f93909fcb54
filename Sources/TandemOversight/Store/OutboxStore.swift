import TandemLedger
import TandemStore

/// The SQL of the `outbox` table: messages are written with the change they tell of and sent afterwards.
public enum OutboxStore {
    /// Writes a message that is due at its `nextAt`.
    public static func insert(_ message: Message, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO outbox (id, workspace_id, project_id, kind, url, payload, state, attempts, next_at, last_error,
                created_at, ended_at)
            VALUES (\(message.id), \(message.workspace), \(message.project), \(message.kind), \(message.url),
                \(message.payload), \(message.state.rawValue), \(message.attempts), \(message.nextAt),
                \(message.lastError), \(message.createdAt), \(message.endedAt))
            """)
    }

    /// Takes due messages for one try each; until `lease` they are nobody else's.
    ///
    /// The try is counted at once: a server that dies while sending has used it up, and `attempts` tells a late result
    /// of an old try from the present one.
    public static func take(
        at now: Instant, until lease: Instant, limit: Int, in tx: any WriteTransaction
    ) throws -> [Message] {
        let query: SQL = """
            SELECT * FROM outbox WHERE state = 'waiting' AND next_at <= \(now) ORDER BY next_at LIMIT \(limit)
            """
        let due = try tx.rows(query + tx.dialect.claimLock).map(message)
        for message in due {
            try tx.run(
                """
                UPDATE outbox SET attempts = \(message.attempts + 1), next_at = \(lease) WHERE id = \(message.id)
                """)
        }
        return due.map { $0.taken(until: lease) }
    }

    /// Writes what came of a try, unless a later one has begun.
    /// - Returns: whether it was written.
    public static func settle(
        _ message: Message, as verdict: DeliveryVerdict, at now: Instant, in tx: any WriteTransaction
    ) throws -> Bool {
        let state: Message.State
        var next = message.nextAt
        var error: String?
        var ended: Instant? = now
        switch verdict {
        case .delivered: state = .delivered
        case .dead(let reason): (state, error) = (.dead, reason)
        case .retry(let wait, let reason):
            (state, error, next, ended) = (.waiting, reason, now.adding(milliseconds: wait), nil)
        }
        return try tx.run(
            """
            UPDATE outbox SET state = \(state.rawValue), next_at = \(next), last_error = \(error), ended_at = \(ended)
            WHERE id = \(message.id) AND state = 'waiting' AND attempts = \(message.attempts)
            """) == 1
    }

    /// A message of a workspace; nil when there is none.
    public static func find(
        _ id: ID<IDs.Message>, in workspace: WorkspaceID, _ tx: any ReadTransaction
    ) throws -> Message? {
        try tx.row("SELECT * FROM outbox WHERE id = \(id) AND workspace_id = \(workspace)").map(message)
    }

    /// A project's messages, newest first, of any state or of one.
    public static func list(
        of project: ProjectID, state: Message.State?, before: ID<IDs.Message>?, limit: Int, _ tx: any ReadTransaction
    ) throws -> [Message] {
        var query: SQL = "SELECT * FROM outbox WHERE project_id = \(project)"
        if let state { query.append(" AND state = \(state.rawValue)") }
        if let before { query.append(" AND id < \(before)") }
        query.append(" ORDER BY id DESC LIMIT \(limit)")
        return try tx.rows(query).map(message)
    }

    /// Blanks messages about a decision; those that still wait are given up.
    /// - Throws: `StoreError`.
    public static func erase(about decision: DecisionID, in project: ProjectID, tx: any WriteTransaction) throws {
        let part = "%\"\(decision.rawValue)\"%"
        try tx.run(
            """
            UPDATE outbox SET payload = '{}', last_error = 'erased',
                state = CASE WHEN state = 'waiting' THEN 'dead' ELSE state END
            WHERE project_id = \(project) AND payload LIKE \(part)
            """)
    }

    private static func message(_ row: Row) throws -> Message {
        Message(
            id: try row.id("id"), workspace: try row.id("workspace_id"), project: try row.id("project_id"),
            kind: try row.text("kind"), url: try row.text("url"), payload: try row.text("payload"),
            state: try row.choice("state"), attempts: try row.int("attempts"), nextAt: try row.instant("next_at"),
            lastError: try row.textIfAny("last_error"), createdAt: try row.instant("created_at"),
            endedAt: try row.instantIfAny("ended_at"))
    }
}

extension Message {
    func taken(until lease: Instant) -> Message {
        Message(
            id: id, workspace: workspace, project: project, kind: kind, url: url, payload: payload, state: state,
            attempts: attempts + 1, nextAt: lease, lastError: lastError, createdAt: createdAt, endedAt: endedAt)
    }
}
