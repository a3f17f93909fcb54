import Foundation

/// The few system calls that make a file durable.
enum BlobFile {
    static func makeFolder(_ path: String) throws {
        guard mkdir(path, 0o700) != 0 else { return }
        guard errno == EEXIST else { throw failure("make", path) }
    }

    /// Writes a new file and waits until its bytes are on the disk.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("create", path) }
        defer { close(file) }
        try bytes.withUnsafeBytes { buffer in
            var done = 0
            while done < buffer.count {
                let part = UnsafeRawBufferPointer(rebasing: buffer[done...])
                let count = Foundation.write(file, part.baseAddress, part.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw failure("write", path) }
                done += count
            }
        }
        guard fsync(file) == 0 else { throw failure("sync", path) }
    }

    static func move(_ path: String, to target: String) throws {
        guard rename(path, target) == 0 else { throw failure("rename", path) }
    }

    /// Makes the names in a folder durable.
    static func sync(folder: String) throws {
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { throw failure("open", folder) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure("sync", folder) }
    }

    /// All bytes of a file; nil when there is none.
    static func read(_ path: String) throws -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0, errno == ENOENT { return nil }
        guard file >= 0 else { throw failure("open", path) }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = part.withUnsafeMutableBytes { Foundation.read(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw failure("read", path) }
            if count == 0 { return bytes }
            bytes.append(contentsOf: part[0..<count])
        }
    }

    /// Removes a file; false when there was none.
    static func remove(_ path: String) throws -> Bool {
        if unlink(path) == 0 { return true }
        guard errno == ENOENT else { throw failure("remove", path) }
        return false
    }

    private static func failure(_ verb: String, _ path: String) -> StoreError {
        StoreError.unavailable("cannot \(verb) \(path): \(String(cString: strerror(errno)))")
    }
}
