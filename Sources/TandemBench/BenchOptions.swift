import Foundation

/// What to measure, from the command line.
struct BenchOptions: Sendable {
    var host = "127.0.0.1"
    var port: UInt16 = 8080
    var clients = 32
    var seconds = 5.0
    /// Stop after so many pairs or requests, over all clients; 0 for no limit but the seconds.
    var count = 0
    var flavor = Flavor.tandem
    var scenario = "pairs"
    var project = "bench"
    var tokens: [String] = []
    /// Bodies that are sent in turn, with `{n}` wherever each request has a number of its own.
    var bodies: [[UInt8]] = []
    var path = "/"
    /// What people answer: labels in turn, or `key`: the first letter of the item's key.
    var answer = "a"

    /// Whose API is spoken.
    enum Flavor: String, Sendable {
        case tandem
        case labelStudio = "label-studio"
    }

    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let value = rest.popFirst() else { throw BenchError("\(name) needs a value") }
            try read(name, value)
        }
        guard !tokens.isEmpty else { throw BenchError("--tokens FILE with one API token a line is needed") }
    }

    private mutating func read(_ name: String, _ value: String) throws {
        switch name {
        case "--host": host = value
        case "--port": port = try Self.read(value, name)
        case "--clients": clients = try Self.read(value, name)
        case "--seconds": seconds = try Self.read(value, name)
        case "--count": count = try Self.read(value, name)
        case "--flavor":
            guard let known = Flavor(rawValue: value) else { throw BenchError("--flavor cannot be \(value)") }
            flavor = known
        case "--scenario": scenario = value
        case "--project": project = value
        case "--path": path = value
        case "--answer": answer = value
        case "--tokens":
            tokens = try String(contentsOfFile: value, encoding: .utf8).split(separator: "\n").map(String.init)
        case "--bodies":
            bodies = try Data(contentsOf: URL(fileURLWithPath: value)).split(separator: 10).map { Array($0) }
        default: throw BenchError("unknown option \(name)")
        }
    }

    private static func read<T: LosslessStringConvertible>(_ text: String, _ name: String) throws -> T {
        guard let value = T(text) else { throw BenchError("\(name) cannot be \(text)") }
        return value
    }
}
