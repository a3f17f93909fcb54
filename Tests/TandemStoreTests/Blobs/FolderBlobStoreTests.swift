import Foundation
import TandemStore
import TandemTestSupport
import Testing

struct FolderBlobStoreTests {
    private func withStore(_ body: (FolderBlobStore, String) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try await body(FolderBlobStore(folder: folder.path + "/blobs"), folder.path + "/blobs")
    }

    private func files(_ folder: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        return found.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: folder + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue
        }
    }

    @Test func `bytes come back under their SHA-256 and are stored once`() async throws {
        try await withStore { store, folder in
            let hash = try await store.put(Array("abc".utf8))
            #expect(hash == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
            #expect(try await store.put(Array("abc".utf8)) == hash)
            #expect(try await store.get(hash) == Array("abc".utf8))
            #expect(files(folder) == ["ba/" + hash], "nothing is left aside")
            let empty = try await store.put([])
            #expect(try await store.get(empty) == [])
        }
    }

    @Test func `damaged bytes are refused, and mended by storing them again`() async throws {
        try await withStore { store, folder in
            let hash = try await store.put(Array("abc".utf8))
            try Data("abd".utf8).write(to: URL(fileURLWithPath: folder + "/ba/" + hash))
            await #expect(throws: StoreError.self) { try await store.get(hash) }
            #expect(try await store.put(Array("abc".utf8)) == hash)
            #expect(try await store.get(hash) == Array("abc".utf8))
        }
    }

    @Test(arguments: [
        "", "..", "../../etc/passwd", "BA7816", String(repeating: "g", count: 64),
        "ba/" + String(repeating: "0", count: 61),
    ])
    func `what is no hash never becomes a path`(_ name: String) async throws {
        try await withStore { store, _ in
            await #expect(throws: StoreError.self) { try await store.get(name) }
            await #expect(throws: StoreError.self) { try await store.remove(name) }
        }
    }

    @Test func `removed bytes are gone and removing them again does nothing`() async throws {
        try await withStore { store, folder in
            let hash = try await store.put([1, 2, 3])
            try await store.remove(hash)
            try await store.remove(hash)
            #expect(files(folder).isEmpty)
            await #expect(throws: StoreError.self) { try await store.get(hash) }
        }
    }

    @Test func `many writers of the same bytes leave one whole file`() async throws {
        try await withStore { store, folder in
            let bytes = [UInt8](repeating: 7, count: 300_000)
            let hashes = try await withThrowingTaskGroup(of: String.self) { group in
                for _ in 0..<16 { group.addTask { try await store.put(bytes) } }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(hashes.count == 1)
            #expect(files(folder).count == 1)
            for hash in hashes { #expect(try await store.get(hash) == bytes) }
        }
    }
}
