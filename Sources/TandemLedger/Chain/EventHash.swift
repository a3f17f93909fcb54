import Crypto

/// The hash that ties an event to the one before it.
///
/// SHA-256 over the fields in the order of `Event`, each as its length (8 bytes, big endian) and its UTF-8 bytes, with
/// length 2^64−1 for a missing one, so that no two different events give the same bytes.
public enum EventHash {
    /// What stands before the first event of a chain.
    public static let genesis = [UInt8](repeating: 0, count: 32)

    static func of(
        chain: String, seq: Int, id: EventID, occurredAt: Instant, recordedAt: Instant, draft: EventDraft,
        sealed: [UInt8]?, sealKey: String?, previous: [UInt8]
    ) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func field(_ content: (some Collection<UInt8>)?) {
            withUnsafeBytes(of: (content.map { UInt64($0.count) } ?? .max).bigEndian) { bytes.append(contentsOf: $0) }
            if let content { bytes.append(contentsOf: content) }
        }
        for text in [chain, String(seq), id.rawValue, String(occurredAt.milliseconds), String(recordedAt.milliseconds)] {
            field(text.utf8)
        }
        for text in [draft.actor, draft.role, draft.workspace.rawValue] { field(text.utf8) }
        field(draft.project?.rawValue.utf8)
        field(draft.kind.utf8)
        field(draft.subject.utf8)
        field(draft.correlation?.utf8)
        field(draft.causation?.utf8)
        field(draft.policyVersion?.utf8)
        field(draft.facts.utf8)
        field(sealed)
        field(sealKey?.utf8)
        field(previous)
        return Array(SHA256.hash(data: bytes))
    }
}
