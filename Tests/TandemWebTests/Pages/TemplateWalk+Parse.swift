extension TemplateWalk {
    /// Reads the tags that our templates use; anything else is an error.
    static func parse(_ text: String, template: String) throws -> [Node] {
        var rest = text[...]
        var count = 0
        let nodes = try parse(&rest, until: nil, template: template, count: &count)
        return nodes
    }

    private static func parse(
        _ rest: inout Substring, until closing: String?, template: String, count: inout Int
    ) throws -> [Node] {
        var nodes: [Node] = []
        while let open = rest.firstRange(of: "{{") {
            let triple = rest[open.upperBound...].hasPrefix("{")
            guard let close = rest[open.upperBound...].firstRange(of: triple ? "}}}" : "}}") else {
                throw Failure(reason: "\(template): a tag is not closed")
            }
            let tag = rest[open.upperBound..<close.lowerBound].drop { $0 == "{" }
            rest = rest[close.upperBound...]
            guard let sigil = tag.first else { throw Failure(reason: "\(template): an empty tag") }
            let name = String(tag.drop { "#^/<>$!".contains($0) }).trimmed
            count += 1
            let at = "\(template): {{\(tag)}} (tag \(count))"
            switch triple ? "{" : sigil {
            case "!": continue
            case "{": nodes.append(.raw(name, at: at))
            case ">": nodes.append(.partial(name))
            case "/":
                guard name == closing else { throw Failure(reason: "\(template): {{/\(name)}} closes nothing") }
                return nodes
            case "#", "^":
                let inner = try parse(&rest, until: name, template: template, count: &count)
                nodes.append(.section(name, inner, inverted: sigil == "^", at: at))
            case "$": nodes.append(.block(name, try parse(&rest, until: name, template: template, count: &count)))
            case "<":
                let inner = try parse(&rest, until: name, template: template, count: &count)
                nodes.append(.parent(name, blocks(inner)))
            default: nodes.append(.name(name, at: at))
            }
        }
        guard closing == nil else { throw Failure(reason: "\(template): {{#\(closing ?? "")}} is not closed") }
        return nodes
    }

    private static func blocks(_ nodes: [Node]) -> [String: [Node]] {
        var blocks: [String: [Node]] = [:]
        for case .block(let name, let inner) in nodes { blocks[name] = inner }
        return blocks
    }

    /// The places of all names below these nodes.
    static func places(_ nodes: [Node]) -> [String] {
        nodes.flatMap { node -> [String] in
            switch node {
            case .name(_, let at), .raw(_, let at): [at]
            case .section(_, let inner, _, let at): [at] + places(inner)
            case .block(_, let inner): places(inner)
            case .parent(_, let blocks): blocks.values.flatMap(places)
            case .partial: []
            }
        }
    }

    /// The names that are printed without escaping.
    static func rawNames(_ nodes: [Node]) -> [String] {
        nodes.flatMap { node -> [String] in
            switch node {
            case .raw(let name, _): [name]
            case .section(_, let inner, _, _), .block(_, let inner): rawNames(inner)
            case .parent(_, let blocks): blocks.values.flatMap(rawNames)
            case .name, .partial: []
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
