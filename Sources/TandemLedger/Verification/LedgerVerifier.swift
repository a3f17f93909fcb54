import TandemStore

/// Reads the whole ledger and tells what is not as it was written.
///
/// Rows are streamed in the order of chains and places, checkpoints in pages, so memory does not grow with the ledger.
/// What it cannot see: rows cut from the end of a chain *after* the last checkpoint by somebody who also set the head
/// back, and what an owner of the signing key does. Source of the idea: RFC 9162, section 1.
public struct LedgerVerifier: Sendable {
    /// Keys whose signatures count; empty to check signatures only against the key beside them.
    public let trustedKeys: [[UInt8]]
    /// The copy of the checkpoints outside the database; nil when there is none.
    public let anchor: (any CheckpointAnchor)?

    /// A verifier.
    public init(trustedKeys: [[UInt8]], anchor: (any CheckpointAnchor)?) {
        self.trustedKeys = trustedKeys
        self.anchor = anchor
    }

    /// Verifies everything within one snapshot.
    /// - Throws: `StoreError`; what the anchor throws when it cannot be read.
    public func verify(_ tx: any ReadTransaction) throws -> LedgerReport {
        var report = LedgerReport()
        try verifyChains(&report, tx)
        try verifyCheckpoints(&report, tx)
        try verifyAnchor(&report, tx)
        return report
    }

    private func verifyChains(_ report: inout LedgerReport, _ tx: any ReadTransaction) throws {
        var heads = try CheckpointStore.heads(tx)
        var verifiers: [ChainVerifier] = []
        var events = 0
        try tx.forEach("SELECT \(EventStore.columns) FROM event ORDER BY chain, seq") { row in
            let (event, hash) = try EventStore.stored(row)
            if verifiers.last?.chain != event.chain { verifiers.append(ChainVerifier(chain: event.chain)) }
            verifiers[verifiers.count - 1].take(event, storedHash: hash)
            events += 1
        }
        report.events = events
        report.chains = verifiers.count
        for verifier in verifiers {
            report.add(try verifier.finding(head: heads.removeValue(forKey: verifier.chain), tx))
        }
        for (chain, head) in heads.sorted(by: { $0.key < $1.key }) where head.seq > 0 {
            report.add(
                LedgerFinding(
                    .lostChain, chain: chain, seq: 1,
                    "Chain \(chain) is lost: its head names row \(head.seq), and there is none."))
        }
    }

    private func verifyCheckpoints(_ report: inout LedgerReport, _ tx: any ReadTransaction) throws {
        var last: (number: Int, hash: [UInt8]) = (0, EventHash.genesis)
        while true {
            let page = try CheckpointStore.page(after: last.number, limit: 500, tx)
            if page.isEmpty { return }
            for checkpoint in page {
                report.checkpoints += 1
                report.add(Self.missing(checkpoint, after: last.number) ?? fault(checkpoint, after: last))
                report.add(try rewritten(checkpoint, tx))
                last = (checkpoint.number, checkpoint.hash)
            }
        }
    }

    private static func missing(_ checkpoint: Checkpoint, after number: Int) -> LedgerFinding? {
        if checkpoint.number == number + 1 { return nil }
        return LedgerFinding(
            .checkpointMissing, checkpoint: number + 1, "Checkpoint \(number + 1) is gone from the database.")
    }

    private func fault(_ checkpoint: Checkpoint, after last: (number: Int, hash: [UInt8])) -> LedgerFinding? {
        let name = "Checkpoint \(checkpoint.number)"
        if checkpoint.expectedHash != checkpoint.hash || checkpoint.parsedHeads == nil {
            return LedgerFinding(
                .checkpointEdited, checkpoint: checkpoint.number,
                "\(name) was edited: its content does not give its hash.")
        }
        if checkpoint.previous != last.hash {
            return LedgerFinding(
                .checkpointEdited, checkpoint: checkpoint.number, "\(name) does not follow the one before it.")
        }
        return forged(checkpoint)
    }

    private func forged(_ checkpoint: Checkpoint) -> LedgerFinding? {
        let name = "Checkpoint \(checkpoint.number)"
        if !trustedKeys.isEmpty, !trustedKeys.contains(checkpoint.publicKey) {
            return LedgerFinding(
                .checkpointForged, checkpoint: checkpoint.number,
                "\(name) is signed with another key than this installation's.")
        }
        if !checkpoint.isSignatureValid {
            return LedgerFinding(
                .checkpointForged, checkpoint: checkpoint.number, "\(name) has a wrong signature.")
        }
        return nil
    }

    /// The first head of a checkpoint that the chains no longer have.
    private func rewritten(_ checkpoint: Checkpoint, _ tx: any ReadTransaction) throws -> LedgerFinding? {
        for (chain, head) in (checkpoint.parsedHeads ?? [:]).sorted(by: { $0.key < $1.key }) where head.seq > 0 {
            let row = try tx.row("SELECT hash FROM event WHERE chain = \(chain) AND seq = \(head.seq)")
            if let row, try row.blob("hash") == head.hash { continue }
            let name = "checkpoint \(checkpoint.number) names row \(head.seq)"
            if row != nil {
                return LedgerFinding(
                    .rewritten, chain: chain, seq: head.seq, checkpoint: checkpoint.number,
                    "Chain \(chain) was rewritten at or before row \(head.seq): \(name) with another hash.")
            }
            let rest = try tx.row("SELECT MAX(seq) AS seq FROM event WHERE chain = \(chain) AND seq < \(head.seq)")
            if let end = try rest?.intIfAny("seq") {
                return LedgerFinding(
                    .truncated, chain: chain, seq: end + 1, checkpoint: checkpoint.number,
                    "Chain \(chain) lacks row \(head.seq); it goes to row \(end) only, but \(name).")
            }
            return LedgerFinding(
                .lostChain, chain: chain, seq: 1, checkpoint: checkpoint.number,
                "Chain \(chain) is lost: \(name), and there is none.")
        }
        return nil
    }

    private func verifyAnchor(_ report: inout LedgerReport, _ tx: any ReadTransaction) throws {
        var line = 0
        var anchored: Set<Int> = []
        try anchor?.forEachLine { bytes in
            line += 1
            guard let checkpoint = Checkpoint(line: bytes) else {
                report.add(
                    LedgerFinding(.anchorMalformed, "Line \(line) of the anchor file is no checkpoint."))
                return
            }
            let finding = try confirm(checkpoint, tx)
            report.add(finding)
            if finding == nil { anchored.insert(checkpoint.number) }
        }
        report.anchored = anchored.count
    }

    private func confirm(_ anchored: Checkpoint, _ tx: any ReadTransaction) throws -> LedgerFinding? {
        guard anchored.expectedHash == anchored.hash, forged(anchored) == nil else {
            return LedgerFinding(
                .anchorMismatch, checkpoint: anchored.number,
                "What the anchor file has as checkpoint \(anchored.number) is not signed by this installation.")
        }
        guard let stored = try CheckpointStore.find(anchored.number, tx) else {
            return LedgerFinding(
                .checkpointMissing, checkpoint: anchored.number,
                "Checkpoint \(anchored.number) stands in the anchor file, but is gone from the database.")
        }
        if stored.hash == anchored.hash { return nil }
        return LedgerFinding(
            .anchorMismatch, checkpoint: anchored.number,
            "Checkpoint \(anchored.number) in the database is not the one that was anchored.")
    }
}
