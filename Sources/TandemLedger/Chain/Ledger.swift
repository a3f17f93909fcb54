import TandemStore

/// Writes events, in the transaction of the change they tell of.
public struct Ledger: Sendable {
    private let clock: any WallClock
    private let random: any RandomSource
    private let tally: @Sendable ([EventDraft], any WriteTransaction) throws -> Void

    /// A ledger that stamps events with this clock and these ids, and tells `tally` of them in the same transaction.
    public init(
        clock: any WallClock, random: any RandomSource,
        tally: @escaping @Sendable ([EventDraft], any WriteTransaction) throws -> Void = { _, _ in }
    ) {
        self.clock = clock
        self.random = random
        self.tally = tally
    }

    /// Appends events to the chain of the transaction's writer and moves its head.
    ///
    /// - Parameters:
    ///   - drafts: what happened, in order.
    ///   - occurredAt: when it happened; nil means now.
    ///   - tx: the transaction of the change itself.
    /// - Returns: the events as they were written.
    /// - Throws: `StoreError`; `JSONError` when details to seal hold a number that JSON cannot say.
    @discardableResult
    public func append(
        _ drafts: [EventDraft], occurredAt: Instant? = nil, in tx: any WriteTransaction
    ) throws -> [Event] {
        guard !drafts.isEmpty else { return [] }
        try tally(drafts, tx)
        let now = clock.now
        let heads = tx.deferrals.of(ChainHeads.self)
        var head = try heads.head(of: tx.writer, in: tx)
        var written: [Event] = []
        for draft in drafts {
            let id = random.id(IDs.Event.self, at: now)
            let sealed = try draft.sealed.map { try seal($0, for: id, in: draft.workspace, at: now, tx) }
            let event = Event(
                chain: tx.writer, seq: head.seq + 1, id: id, occurredAt: occurredAt ?? now, recordedAt: now,
                draft: draft, sealed: sealed?.bytes, sealKey: sealed?.key, previous: head.hash)
            try EventStore.insert(event, in: tx)
            head = (event.seq, event.hash)
            written.append(event)
        }
        heads.move(tx.writer, to: head)
        return written
    }

    private func seal(
        _ sealing: Sealing, for event: EventID, in workspace: WorkspaceID, at now: Instant, _ tx: any WriteTransaction
    ) throws -> (bytes: [UInt8], key: String) {
        let key = try SubjectKeys.key(of: sealing.subject, workspace: workspace, at: now, random: random, in: tx)
        let bytes = try SubjectKeys.seal(sealing.content, for: event, secret: key.secret, nonce: random.bytes(12))
        return (bytes, key.id)
    }
}
