import Synchronization
import TandemOversight
import TandemStore
import TandemTabular

/// Keeps the references of valid certificates loaded; their bytes never change.
public final class NoveltyReferences: Sendable {
    private static let mostKept = 32
    private let kept = Mutex<[(hash: String, reference: NoveltyReference)]>([])

    /// None loaded yet.
    public init() {}

    /// The reference in a blob.
    /// - Throws: `StoreError` when the bytes cannot be had, `JSONError` when they are no reference.
    func reference(_ hash: String, in blobs: any BlobStore) async throws -> NoveltyReference {
        let known = kept.withLock { kept in kept.first { $0.hash == hash }?.reference }
        if let known { return known }
        let reference = try NoveltyReference(json: JSONValue(parsing: try await blobs.get(hash)))
        kept.withLock { kept in
            kept.removeAll { $0.hash == hash }
            kept.append((hash, reference))
            if kept.count > Self.mostKept { kept.removeFirst() }
        }
        return reference
    }
}
