import Foundation
import Synchronization

/// Big bytes in a folder: each under its hash, in one of 256 subfolders named by the hash's first two digits.
///
/// A file appears under its hash only when its bytes are on the disk (written aside, synced, renamed, folder synced), so
/// a crash leaves a stray file in `aside` at worst, never half an artifact. What is read is checked against its hash.
public struct FolderBlobStore: BlobStore {
    private static let counter = Atomic<UInt64>(0)
    private let root: String

    /// A store in a folder, which is made if it is missing.
    /// - Throws: `StoreError.unavailable` when it cannot be made.
    public init(folder: String) throws {
        root = folder
        try BlobFile.makeFolder(folder)
        try BlobFile.makeFolder(folder + "/aside")
    }

    /// Stores bytes; they survive a power cut once this returns.
    /// - Throws: `StoreError.unavailable` when the disk does not take them.
    public func put(_ bytes: [UInt8]) async throws -> String {
        let root = root
        return try await OwnThread.run("tandem-blob") {
            let hash = BlobHash.of(bytes)
            let folder = Self.folder(of: hash, in: root)
            let path = folder + "/" + hash
            if let kept = try BlobFile.read(path), kept == bytes { return hash }
            try BlobFile.makeFolder(folder)
            let number = Self.counter.add(1, ordering: .relaxed).newValue
            let aside = root + "/aside/\(hash).\(getpid()).\(number)"
            try BlobFile.write(bytes, to: aside)
            try BlobFile.move(aside, to: path)
            for changed in [folder, root] { try BlobFile.sync(folder: changed) }
            return hash
        }
    }

    /// The bytes under a hash, checked.
    /// - Throws: `StoreError.unavailable` when the hash is none, they are not there, or they were changed.
    public func get(_ hash: String) async throws -> [UInt8] {
        guard BlobHash.isHash(hash) else { throw StoreError.unavailable("this is no hash of stored bytes") }
        let path = Self.folder(of: hash, in: root) + "/" + hash
        return try await OwnThread.run("tandem-blob") {
            guard let bytes = try BlobFile.read(path) else { throw StoreError.unavailable("no bytes under \(hash)") }
            guard BlobHash.of(bytes) == hash else {
                throw StoreError.unavailable("the bytes under \(hash) were damaged on the disk")
            }
            return bytes
        }
    }

    /// Removes the bytes under a hash; nothing happens when there are none.
    /// - Throws: `StoreError.unavailable` when the hash is none or the disk refuses.
    public func remove(_ hash: String) async throws {
        guard BlobHash.isHash(hash) else { throw StoreError.unavailable("this is no hash of stored bytes") }
        let folder = Self.folder(of: hash, in: root)
        try await OwnThread.run("tandem-blob") {
            if try BlobFile.remove(folder + "/" + hash) { try BlobFile.sync(folder: folder) }
        }
    }

    private static func folder(of hash: String, in root: String) -> String { root + "/" + hash.prefix(2) }
}
