import Foundation
import TandemLedger

/// Checkpoints repeated in a file outside the database; append and fsync only.
struct AnchorFile: CheckpointAnchor {
    let path: String

    func append(_ bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unreachable() }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(bytes))
            try handle.synchronize()
        } catch { throw unreachable() }
    }

    func forEachLine(_ body: ([UInt8]) throws -> Void) throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        guard let handle = FileHandle(forReadingAtPath: path) else { throw unreachable() }
        var rest: [UInt8] = []
        while let chunk = try handle.read(upToCount: 65_536), !chunk.isEmpty {
            rest.append(contentsOf: chunk)
            while let end = rest.firstIndex(of: 10) {
                try body(Array(rest[..<end]))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { try body(rest) }
    }

    private func unreachable() -> Problem {
        Problem(.unavailable, "anchor_unreachable", "The anchor file \(path) cannot be read or written.")
    }
}
