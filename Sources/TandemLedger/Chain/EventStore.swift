import TandemStore

/// The SQL of the `event` and `chain_head` tables.
public enum EventStore {
    static func insert(_ event: Event, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO event (chain, seq, id, occurred_at, recorded_at, actor, role, workspace_id, project_id, kind,
                subject, correlation, causation, policy_version, facts, sealed, seal_key, prev, hash)
            VALUES (\(event.chain), \(event.seq), \(event.id), \(event.occurredAt), \(event.recordedAt), \(event.actor),
                \(event.role), \(event.workspace), \(event.project), \(event.kind), \(event.subject),
                \(event.correlation), \(event.causation), \(event.policyVersion), \(event.facts), \(event.sealed),
                \(event.sealKey), \(event.previous), \(event.hash))
            """)
    }

    static func setHead(of chain: String, to seq: Int, hash: [UInt8], in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO chain_head (chain, seq, hash) VALUES (\(chain), \(seq), \(hash))
            ON CONFLICT (chain) DO UPDATE SET seq = excluded.seq, hash = excluded.hash
            """)
    }

    static let columns: SQL = """
        chain, seq, id, occurred_at, recorded_at, actor, role, workspace_id, project_id, kind, subject, correlation,
        causation, policy_version, facts, sealed, seal_key, prev, hash
        """

    /// An event as it stands in the database, with the hash that stands beside it, which need not be right.
    static func stored(_ row: Row) throws -> (event: Event, hash: [UInt8]) {
        let draft = EventDraft(
            actor: try row.text("actor"), role: try row.text("role"),
            workspace: WorkspaceID(rawValue: try row.text("workspace_id")),
            project: try row.textIfAny("project_id").map(ProjectID.init(rawValue:)), kind: try row.text("kind"),
            subject: try row.text("subject"), correlation: try row.textIfAny("correlation"),
            causation: try row.textIfAny("causation"), policyVersion: try row.textIfAny("policy_version"),
            facts: try row.text("facts"))
        let event = Event(
            chain: try row.text("chain"), seq: try row.int("seq"), id: EventID(rawValue: try row.text("id")),
            occurredAt: Instant(milliseconds: try row.int("occurred_at")),
            recordedAt: Instant(milliseconds: try row.int("recorded_at")), draft: draft,
            sealed: try row.blobIfAny("sealed"), sealKey: try row.textIfAny("seal_key"), previous: try row.blob("prev"))
        return (event, try row.blob("hash"))
    }

    /// Every event in the order of chains and places: for small ledgers, such as those of tests.
    /// - Throws: `StoreError`.
    public static func all(_ tx: any ReadTransaction) throws -> [Event] {
        try tx.rows("SELECT \(columns) FROM event ORDER BY chain, seq").map { try stored($0).event }
    }
}
