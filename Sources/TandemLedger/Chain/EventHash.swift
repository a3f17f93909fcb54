/// The hash that ties an event to the one before it.
///
/// SHA-256 over the fields in the order of `Event`, each as its length (8 bytes, big endian) and its UTF-8 bytes, with
/// length 2^64−1 for a missing one, so that no two different events give the same bytes. See docs/ledger.md.
public enum EventHash {
    /// What stands before the first event of a chain.
    public static let genesis = [UInt8](repeating: 0, count: 32)

    static func of(
        chain: String, seq: Int, id: EventID, occurredAt: Instant, recordedAt: Instant, draft: EventDraft,
        sealed: [UInt8]?, sealKey: String?, previous: [UInt8]
    ) -> [UInt8] {
        var frame = Frame()
        for text in [chain, String(seq), id.rawValue, String(occurredAt.milliseconds), String(recordedAt.milliseconds)]
        {
            frame.field(text.utf8)
        }
        for text in [draft.actor, draft.role, draft.workspace.rawValue] { frame.field(text.utf8) }
        frame.field(draft.project?.rawValue.utf8)
        frame.field(draft.kind.utf8)
        frame.field(draft.subject.utf8)
        frame.field(draft.correlation?.utf8)
        frame.field(draft.causation?.utf8)
        frame.field(draft.policyVersion?.utf8)
        frame.field(draft.facts.utf8)
        frame.field(sealed)
        frame.field(sealKey?.utf8)
        frame.field(previous)
        return frame.hash
    }
}
