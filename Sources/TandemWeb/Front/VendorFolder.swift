import Crypto
import Foundation
import TandemLedger
import TandemTabular

/// Third-party files that the set-up script fetched, checked against the checksums it wrote down.
public struct VendorFolder: Sendable {
    /// The folder.
    public let path: String

    /// A folder; whether it holds anything shows when a file is asked for.
    public init(path: String) { self.path = path }

    /// Whether the set-up script fetched a file.
    public func holds(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }

    /// A file's bytes.
    /// - Throws: `Problem` vendor_missing or vendor_changed, which say to run the set-up.
    public func file(_ name: String) throws(Problem) -> [UInt8] {
        guard let stamp = FileManager.default.contents(atPath: path + "/vendor.json"),
            let list = try? JSONValue(parsing: Array(stamp)), let expected = list[name]?["sha256"]?.string,
            let data = FileManager.default.contents(atPath: path + "/" + name)
        else {
            throw Problem(
                .unavailable, "vendor_missing", "\(name) is not in \(path); run 'make setup', or give --vendor-dir.")
        }
        let found = SHA256.hash(data: data).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        guard found == expected else {
            throw Problem(.unavailable, "vendor_changed", "\(path)/\(name) is not what was fetched; run 'make setup'.")
        }
        return Array(data)
    }
}
