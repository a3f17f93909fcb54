import Crypto
import TandemTabular

/// A signed statement of where every chain stood at one moment.
///
/// Its hash covers number, id, time, heads and the hash of the checkpoint before it, framed as events are; the
/// signature (Ed25519) covers the 32 bytes of the hash. See docs/ledger.md.
public struct Checkpoint: Sendable, Equatable {
    /// The last event of one chain.
    public struct Head: Sendable, Equatable {
        /// Its place.
        public let seq: Int
        /// Its hash.
        public let hash: [UInt8]

        /// A head.
        public init(seq: Int, hash: [UInt8]) {
            self.seq = seq
            self.hash = hash
        }
    }

    /// Its place among the checkpoints, from 1, without gaps.
    public let number: Int
    /// Its id.
    public let id: String
    /// When it was made.
    public let at: Instant
    /// The heads of all chains as canonical JSON: `{"chain":{"hash":hex,"seq":number}}`.
    public let heads: String
    /// The hash of the checkpoint before it; 32 zero bytes for the first.
    public let previous: [UInt8]
    /// SHA-256 over the fields above.
    public let hash: [UInt8]
    /// Ed25519 over `hash`.
    public let signature: [UInt8]
    /// The key to check the signature with; believe it only if you know it from elsewhere.
    public let publicKey: [UInt8]

    /// A checkpoint as it is stored; nothing about it need be true.
    public init(
        number: Int, id: String, at: Instant, heads: String, previous: [UInt8], hash: [UInt8], signature: [UInt8],
        publicKey: [UInt8]
    ) {
        self.number = number
        self.id = id
        self.at = at
        self.heads = heads
        self.previous = previous
        self.hash = hash
        self.signature = signature
        self.publicKey = publicKey
    }

    /// A new checkpoint after `last`, signed.
    /// - Throws: `CryptoKitError`, `JSONError`.
    public init(
        after last: Checkpoint?, id: String, at: Instant, heads: [String: Head],
        signedWith key: Curve25519.Signing.PrivateKey
    ) throws {
        number = (last?.number ?? 0) + 1
        self.id = id
        self.at = at
        self.heads = try Self.text(heads)
        previous = last?.hash ?? EventHash.genesis
        hash = Self.hash(number: number, id: id, at: at, heads: self.heads, previous: previous)
        signature = Array(try key.signature(for: hash))
        publicKey = Array(key.publicKey.rawRepresentation)
    }

    /// What the hash should be.
    public var expectedHash: [UInt8] {
        Self.hash(number: number, id: id, at: at, heads: heads, previous: previous)
    }

    /// Whether the signature is the stored key's over the stored hash.
    public var isSignatureValid: Bool {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
        return key.isValidSignature(signature, for: hash)
    }

    /// The heads as values; nil when the text is not what this program writes.
    public var parsedHeads: [String: Head]? {
        guard let members = (try? JSONValue(parsing: heads))?.object else { return nil }
        var parsed: [String: Head] = [:]
        for (chain, head) in members {
            guard let seq = head["seq"]?.int, let hash = head["hash"]?.string.flatMap(Hex.bytes) else { return nil }
            parsed[chain] = Head(seq: seq, hash: hash)
        }
        return parsed
    }

    /// Heads as canonical JSON.
    public static func text(_ heads: [String: Head]) throws -> String {
        try JSONValue.object(
            heads.mapValues { ["seq": JSONValue($0.seq), "hash": .string(Hex.text($0.hash))] }
        ).canonicalString
    }

    private static func hash(number: Int, id: String, at: Instant, heads: String, previous: [UInt8]) -> [UInt8] {
        var frame = Frame()
        for text in ["tandem-checkpoint-1", String(number), id, String(at.milliseconds), heads] {
            frame.field(text.utf8)
        }
        frame.field(previous)
        return frame.hash
    }
}
