import Foundation
import TandemLedger

/// The file that holds an installation's secrets: readable by its owner only, made once, never overwritten.
public enum InstanceKeysFile {
    /// The keys in the file, made now if there is no file.
    ///
    /// - Parameters:
    ///   - path: where the file is; its folder must exist.
    ///   - random: where new keys come from.
    /// - Returns: the keys.
    /// - Throws: `Problem` with code `instance_keys_exposed` when others may read the file, `instance_keys_malformed`,
    ///   or `instance_keys_unreachable`.
    public static func loadOrCreate(_ path: String, random: any RandomSource) throws -> InstanceKeys {
        if let keys = try load(path) { return keys }
        let keys = try InstanceKeys.generate(from: random)
        if try create(path, try keys.json()) { return keys }
        // Another server made it in this moment.
        guard let keys = try load(path) else { throw unreachable(path) }
        return keys
    }

    /// The keys in the file; nil when there is no file.
    public static func load(_ path: String) throws -> InstanceKeys? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw unreachable(path)
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        var status = stat()
        guard fstat(file, &status) == 0 else { throw unreachable(path) }
        guard status.st_mode & 0o077 == 0 else {
            throw Problem(
                .invalid, "instance_keys_exposed", "Others may read the key file; run: chmod 600 \(path)")
        }
        return try InstanceKeys(json: Array(handle.readToEnd() ?? Data()))
    }

    /// Writes a temporary file and links it into place, so that a half-written one is never seen.
    /// - Returns: false when there is a file already.
    private static func create(_ path: String, _ bytes: [UInt8]) throws -> Bool {
        var template = Array((path + ".XXXXXX").utf8CString)
        let file = mkstemp(&template)
        guard file >= 0 else { throw unreachable(path) }
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(temporary) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        guard fchmod(file, 0o600) == 0 else { throw unreachable(path) }
        try handle.write(contentsOf: Data(bytes))
        try handle.synchronize()
        if link(temporary, path) == 0 { return true }
        if errno == EEXIST { return false }
        throw unreachable(path)
    }

    private static func unreachable(_ path: String) -> Problem {
        Problem(.unavailable, "instance_keys_unreachable", "The key file \(path) cannot be read or written.")
    }
}
