/// Where big bytes lie: model artifacts now, images and sound later, each under the SHA-256 of its content.
public protocol BlobStore: Sendable {
    /// Stores bytes durably and returns the SHA-256 of them in lower-case hex; the same bytes twice are stored once.
    func put(_ bytes: [UInt8]) async throws -> String

    /// The bytes under a hash.
    /// - Throws: `StoreError.unavailable` when they are not there or do not match their hash.
    func get(_ hash: String) async throws -> [UInt8]

    /// Removes the bytes under a hash, if they are there.
    func remove(_ hash: String) async throws
}
