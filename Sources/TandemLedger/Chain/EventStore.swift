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
}
