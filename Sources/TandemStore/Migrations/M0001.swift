extension Migration {
    /// Events are append-only: chains belong to a database writer, hashes cover every field and the ciphertext.
    static let m0001 = Migration(
        1, "The ledger: events in chains, checkpoints, subject keys", appendOnly: ["event", "checkpoint"],
        """
        CREATE TABLE event (
            chain TEXT NOT NULL, seq BIGINT NOT NULL, id TEXT NOT NULL,
            occurred_at BIGINT NOT NULL, recorded_at BIGINT NOT NULL,
            actor TEXT NOT NULL, role TEXT NOT NULL, workspace_id TEXT NOT NULL, project_id TEXT,
            kind TEXT NOT NULL, subject TEXT NOT NULL, correlation TEXT, causation TEXT, policy_version TEXT,
            facts TEXT NOT NULL, sealed {blob}, seal_key TEXT,
            prev {blob} NOT NULL, hash {blob} NOT NULL,
            PRIMARY KEY (chain, seq));
        CREATE INDEX event_by_kind ON event (project_id, kind, recorded_at);
        CREATE INDEX event_by_subject ON event (subject);
        CREATE INDEX event_by_id ON event (id);
        CREATE TABLE chain_head (chain TEXT PRIMARY KEY, seq BIGINT NOT NULL, hash {blob} NOT NULL);
        CREATE TABLE checkpoint (
            id TEXT PRIMARY KEY, at BIGINT NOT NULL, number BIGINT NOT NULL UNIQUE, heads TEXT NOT NULL,
            prev {blob} NOT NULL, hash {blob} NOT NULL, signature {blob} NOT NULL, public_key {blob} NOT NULL);
        CREATE TABLE subject_key (
            id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, subject TEXT NOT NULL, secret {blob},
            created_at BIGINT NOT NULL, erased_at BIGINT, UNIQUE (workspace_id, subject));
        """)
}
