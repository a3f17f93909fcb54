import Foundation

/// A folder of a test's own.
public struct TemporaryFolder: Sendable {
    /// Where it is.
    public let path: String

    /// Makes one.
    public init() throws {
        var template = Array((NSTemporaryDirectory() + "/tandem-test-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw CocoaError(.fileWriteUnknown) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes it with all that is in it.
    public func remove() { try? FileManager.default.removeItem(atPath: path) }
}
