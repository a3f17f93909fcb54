import Foundation

/// What to measure, from the command line.
struct BenchOptions: Sendable {
    var host = "127.0.0.1"
    var port: UInt16 = 8080
    var clients = 32
    var seconds = 5.0
    var flavor = "tandem"
    var scenario = "pairs"
    var project = "bench"
    var tokens: [String] = []
    var body: [UInt8] = []
    var path = "/"

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchError("\(name) needs a value") }
            switch name {
            case "--host": host = value
            case "--port": port = try Self.read(value, name)
            case "--clients": clients = try Self.read(value, name)
            case "--seconds": seconds = try Self.read(value, name)
            case "--flavor": flavor = value
            case "--scenario": scenario = value
            case "--project": project = value
            case "--path": path = value
            case "--tokens":
                tokens = try String(contentsOfFile: value, encoding: .utf8).split(separator: "\n").map(String.init)
            case "--body": body = Array(try Data(contentsOf: URL(fileURLWithPath: value)))
            default: throw BenchError("unknown option \(name)")
            }
        }
        guard !tokens.isEmpty else { throw BenchError("--tokens FILE with one API token a line is needed") }
    }

    private static func read<T: LosslessStringConvertible>(_ text: String, _ name: String) throws -> T {
        guard let value = T(text) else { throw BenchError("\(name) cannot be \(text)") }
        return value
    }
}
