import Foundation
import TandemTabular

/// A golden file of this target, made by `scripts/reference`.
enum Fixture {
    static func load(_ name: String) throws -> JSONValue {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Fixtures/\(name).json")
        return try JSONValue(parsing: [UInt8](Data(contentsOf: path)))
    }
}
