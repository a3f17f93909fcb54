import Foundation
import TandemLedger

/// The anchor file: one line of JSON for each checkpoint, only ever appended to and synchronized after each append.
///
/// Keep it where whoever can write the database cannot, or copy its lines to such a place. Several servers on one
/// machine may share it. A line that was cut by a crash is taken away by the next append and never read.
public struct AnchorFile: CheckpointAnchor {
    private let path: String

    /// The anchor file at a path; it is made by the first append.
    public init(path: String) { self.path = path }

    /// Appends lines and waits until they are on the disk.
    /// - Throws: `Problem` with code `anchor_unreachable`.
    public func append(_ bytes: [UInt8]) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw unreachable() }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        // The lock is released when the descriptor is closed.
        guard flock(file, LOCK_EX) == 0 else { throw unreachable() }
        let end = try whole(handle)
        try handle.truncate(atOffset: end)
        try handle.seek(toOffset: end)
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
        if end == 0 { synchronizeFolder() }
    }

    /// The last whole line.
    public func lastLine() throws -> [UInt8]? {
        guard let handle = try reading() else { return nil }
        let end = try whole(handle)
        guard end > 0 else { return nil }
        var span: UInt64 = 4096
        while true {
            let start = end > span ? end - span : 0
            try handle.seek(toOffset: start)
            let tail = Array(try handle.read(upToCount: Int(end - start)) ?? Data()).dropLast()
            if let feed = tail.lastIndex(of: UInt8(ascii: "\n")) { return Array(tail[(feed + 1)...]) }
            if start == 0 { return Array(tail) }
            span *= 4
        }
    }

    /// Each whole line, first to last.
    public func forEachLine(_ body: ([UInt8]) throws -> Void) throws {
        guard let handle = try reading() else { return }
        var pending: [UInt8] = []
        while let chunk = try handle.read(upToCount: 65_536), !chunk.isEmpty {
            pending += chunk
            while let feed = pending.firstIndex(of: UInt8(ascii: "\n")) {
                try body(Array(pending[..<feed]))
                pending.removeSubrange(...feed)
            }
        }
    }

    /// Where the last whole line ends.
    private func whole(_ handle: FileHandle) throws -> UInt64 {
        var end = try handle.seekToEnd()
        while end > 0 {
            let start = end > 4096 ? end - 4096 : 0
            try handle.seek(toOffset: start)
            let part = Array(try handle.read(upToCount: Int(end - start)) ?? Data())
            if let feed = part.lastIndex(of: UInt8(ascii: "\n")) { return start + UInt64(feed) + 1 }
            end = start
        }
        return 0
    }

    private func reading() throws -> FileHandle? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file >= 0 { return FileHandle(fileDescriptor: file, closeOnDealloc: true) }
        if errno == ENOENT { return nil }
        throw unreachable()
    }

    /// A new file's name is on the disk only when its folder is.
    private func synchronizeFolder() {
        let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private func unreachable() -> Problem {
        Problem(.unavailable, "anchor_unreachable", "The anchor file \(path) cannot be read or written.")
    }
}
