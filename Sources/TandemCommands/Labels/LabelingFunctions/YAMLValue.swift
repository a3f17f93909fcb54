import TandemTabular
import Yams

/// A value of a YAML document with the line it stands in.
///
/// Plain `true`, `false` and `null` are what they say; every other scalar is its text, so that labels such as `yes`, `1.0`
/// or `007` stay as they were written.
struct YAMLValue {
    /// What it is.
    let json: JSONValue
    /// Where it starts, from 1.
    let line: Int
    /// The members of a mapping, by key.
    let members: [String: YAMLValue]
    /// The elements of a list.
    let elements: [YAMLValue]

    /// Most values of a document: an alias that multiplies ends here.
    private static let most = 200_000
    private static let deepest = 20

    /// Reads a document; `path` is named in problems.
    init(_ text: String, path: String) throws {
        let node: Node?
        do { node = try Yams.compose(yaml: text) } catch {
            throw CommandProblem.badInput("\(path): this is no YAML: \(error)")
        }
        guard let node else { throw CommandProblem.badInput("\(path): the file is empty") }
        var budget = Self.most
        self = try Self(node, depth: 0, path: path, budget: &budget)
    }

    private init(_ node: Node, depth: Int, path: String, budget: inout Int) throws {
        line = node.mark?.line ?? 1
        budget -= 1
        guard budget > 0, depth <= Self.deepest else {
            throw CommandProblem.badInput("\(path): line \(line): the document is too large or nested too deep")
        }
        switch node {
        case .scalar(let scalar):
            (json, members, elements) = (Self.value(scalar), [:], [])
        case .sequence(let sequence):
            elements = try sequence.map { try YAMLValue($0, depth: depth + 1, path: path, budget: &budget) }
            (json, members) = (.array(elements.map(\.json)), [:])
        case .mapping(let mapping):
            var found: [String: YAMLValue] = [:]
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw CommandProblem.badInput("\(path): line \(key.mark?.line ?? line): a key is a text")
                }
                found[name] = try YAMLValue(value, depth: depth + 1, path: path, budget: &budget)
            }
            (members, elements) = (found, [])
            json = .object(found.mapValues(\.json))
        case .alias:
            throw CommandProblem.badInput("\(path): line \(line): an alias without its anchor")
        }
    }

    private static func value(_ scalar: Node.Scalar) -> JSONValue {
        guard scalar.style == .plain || scalar.style == .any else { return .string(scalar.string) }
        return switch scalar.string {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        case "null", "~", "": .null
        default: .string(scalar.string)
        }
    }
}
