import TandemStore

/// The SQL of the `checkpoint` table.
public enum CheckpointStore {
    /// Writes a checkpoint; false when another server wrote one of that number first.
    public static func insert(_ checkpoint: Checkpoint, in tx: any WriteTransaction) throws -> Bool {
        try tx.run(
            """
            INSERT INTO checkpoint (id, at, number, heads, prev, hash, signature, public_key)
            VALUES (\(checkpoint.id), \(checkpoint.at), \(checkpoint.number), \(checkpoint.heads),
                \(checkpoint.previous), \(checkpoint.hash), \(checkpoint.signature), \(checkpoint.publicKey))
            ON CONFLICT (number) DO NOTHING
            """) > 0
    }

    /// The newest checkpoint.
    public static func last(_ tx: any ReadTransaction) throws -> Checkpoint? {
        try tx.row("SELECT \(columns) FROM checkpoint ORDER BY number DESC LIMIT 1").map(checkpoint)
    }

    /// The newest checkpoint made before a moment: what a figure "as of" that moment names.
    public static func last(before moment: Instant, _ tx: any ReadTransaction) throws -> Checkpoint? {
        try tx.row(
            "SELECT \(columns) FROM checkpoint WHERE at <= \(moment) ORDER BY number DESC LIMIT 1"
        ).map(checkpoint)
    }

    /// The checkpoint with a number.
    public static func find(_ number: Int, _ tx: any ReadTransaction) throws -> Checkpoint? {
        try tx.row("SELECT \(columns) FROM checkpoint WHERE number = \(number)").map(checkpoint)
    }

    /// The next checkpoints after a number, in order.
    public static func page(after number: Int, limit: Int, _ tx: any ReadTransaction) throws -> [Checkpoint] {
        try tx.rows(
            "SELECT \(columns) FROM checkpoint WHERE number > \(number) ORDER BY number LIMIT \(limit)"
        ).map(checkpoint)
    }

    /// Where every chain stands now.
    public static func heads(_ tx: any ReadTransaction) throws -> [String: Checkpoint.Head] {
        try tx.catchUp()
        var heads: [String: Checkpoint.Head] = [:]
        try tx.forEach("SELECT chain, seq, hash FROM chain_head ORDER BY chain") { row in
            heads[try row.text("chain")] = Checkpoint.Head(seq: try row.int("seq"), hash: try row.blob("hash"))
        }
        return heads
    }

    private static let columns: SQL = "id, at, number, heads, prev, hash, signature, public_key"

    private static func checkpoint(_ row: Row) throws -> Checkpoint {
        Checkpoint(
            number: try row.int("number"), id: try row.text("id"), at: Instant(milliseconds: try row.int("at")),
            heads: try row.text("heads"), previous: try row.blob("prev"), hash: try row.blob("hash"),
            signature: try row.blob("signature"), publicKey: try row.blob("public_key"))
    }
}
