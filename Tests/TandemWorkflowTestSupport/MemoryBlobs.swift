import Synchronization
import TandemStore

/// Big bytes in memory, under a number in place of their hash.
public final class MemoryBlobs: BlobStore {
    private let kept = Mutex<[[UInt8]]>([])

    /// An empty store.
    public init() {}

    /// Keeps the bytes.
    public func put(_ bytes: [UInt8]) async throws -> String {
        kept.withLock { kept in
            if let known = kept.firstIndex(of: bytes) { return String(known) }
            kept.append(bytes)
            return String(kept.count - 1)
        }
    }

    /// The bytes under a name.
    public func get(_ hash: String) async throws -> [UInt8] {
        let found = kept.withLock { kept in Int(hash).flatMap { kept.indices.contains($0) ? kept[$0] : nil } }
        guard let found else { throw StoreError.unavailable("no such bytes") }
        return found
    }

    /// Forgets nothing: names are places.
    public func remove(_ hash: String) async throws {}
}
