/// Walks a template beside a view the way Mustache does, and notes every name that no view offers.
///
/// Mustache renders an unknown name as nothing, so a typing error would never show; this is what finds it.
struct TemplateWalk {
    enum Node {
        case name(String, at: String)
        case raw(String, at: String)
        case section(String, [Node], inverted: Bool, at: String)
        case block(String, [Node])
        case parent(String, [String: [Node]])
        case partial(String)
    }

    struct Failure: Error { let reason: String }

    let templates: [String: [Node]]
    private(set) var unknown: Set<String> = []
    private(set) var met: Set<String> = []
    /// Every name of every template, with its place.
    let all: Set<String>

    init(sources: [String: String]) throws {
        var templates: [String: [Node]] = [:]
        for (name, text) in sources { templates[name] = try Self.parse(text, template: name) }
        self.templates = templates
        all = Set(templates.values.flatMap(Self.places))
    }

    mutating func walk(_ template: String, view: Any) throws {
        guard let nodes = templates[template] else { throw Failure(reason: "no template \(template)") }
        try walk(nodes, stack: [view], blocks: [:])
    }

    private mutating func walk(_ nodes: [Node], stack: [Any], blocks: [String: [Node]]) throws {
        for node in nodes {
            switch node {
            case .name(let name, let at), .raw(let name, let at): _ = find(name, stack, at)
            case .section(let name, let inner, let inverted, let at):
                try enter(find(name, stack, at), inner, inverted, stack, blocks)
            case .block(let name, let standard): try walk(blocks[name] ?? standard, stack: stack, blocks: blocks)
            case .parent(let name, let own):
                try walk(named(name), stack: stack, blocks: own.merging(blocks) { _, outer in outer })
            case .partial(let name): try walk(named(name), stack: stack, blocks: blocks)
            }
        }
    }

    private func named(_ name: String) throws -> [Node] {
        guard let nodes = templates[name] else { throw Failure(reason: "no template \(name)") }
        return nodes
    }

    private mutating func enter(
        _ value: Any?, _ inner: [Node], _ inverted: Bool, _ stack: [Any], _ blocks: [String: [Node]]
    ) throws {
        let list = value as? [Any]
        let hidden = value == nil || value as? Bool == false || list?.isEmpty == true
        if hidden {
            if inverted { try walk(inner, stack: stack, blocks: blocks) }
        } else if !inverted {
            if let list {
                for one in list { try walk(inner, stack: stack + [one], blocks: blocks) }
            } else if value is Bool {
                try walk(inner, stack: stack, blocks: blocks)
            } else if let value {
                try walk(inner, stack: stack + [value], blocks: blocks)
            }
        }
    }

    /// The value of a name, climbing the stack past values that are nil, as Mustache does.
    private mutating func find(_ name: String, _ stack: [Any], _ at: String) -> Any? {
        met.insert(at)
        if name == "." { return stack.last }
        let parts = name.split(separator: ".").map(String.init)
        var known = false
        for object in stack.reversed() {
            guard let first = Self.property(parts[0], of: object) else { continue }
            known = true
            guard var value = first else { continue }
            for part in parts.dropFirst() {
                guard let next = Self.property(part, of: value) else {
                    unknown.insert(at)
                    return nil
                }
                guard let next else { return nil }
                value = next
            }
            return value
        }
        if !known { unknown.insert(at) }
        return nil
    }

    /// Nil when there is no such property; a nil inside when its value is nil.
    private static func property(_ name: String, of object: Any) -> Any?? {
        guard let child = Mirror(reflecting: object).children.first(where: { $0.label == name }) else { return nil }
        let mirror = Mirror(reflecting: child.value)
        guard mirror.displayStyle == .optional else { return .some(child.value) }
        return .some(mirror.children.first?.value)
    }
}
