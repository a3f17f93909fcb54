import TandemTabular

extension JSONSchema {
    /// The schema as JSON Schema 2020-12, which is what OpenAPI 3.1 uses; named ones as references.
    public var json: JSONValue {
        switch self {
        case .any: return .object([:])
        case .boolean: return ["type": "boolean"]
        case .integer(let min, let max):
            return .object(
                Self.bounded(
                    "integer", min.map(Double.init) ?? -JSONSchema.exact, max.map(Double.init) ?? JSONSchema.exact))
        case .number(let min, let max): return .object(Self.bounded("number", min, max))
        case .string(let min, let max, let format): return Self.text(min, max, format)
        case .choice(let choices): return ["type": "string", "enum": .array(choices.map(JSONValue.string))]
        case .array(let element, let min, let max):
            return [
                "type": "array", "items": element.json, "minItems": .number(Double(min)),
                "maxItems": .number(Double(max)),
            ]
        case .object(let members, let open):
            var printed: [String: JSONValue] = ["type": "object"]
            printed["properties"] = .object(
                Dictionary(members.map { ($0.name, $0.json) }, uniquingKeysWith: { first, _ in first }))
            let required = members.filter(\.required).map { JSONValue.string($0.name) }
            if !required.isEmpty { printed["required"] = .array(required) }
            printed["additionalProperties"] = open?.json ?? .bool(false)
            return .object(printed)
        case .nullable(let schema): return ["anyOf": .array([schema.json, ["type": "null"]])]
        case .either(let schemas): return ["anyOf": .array(schemas.map(\.json))]
        case .named(let name, _): return ["$ref": .string("#/components/schemas/" + name)]
        }
    }

    /// Every named schema inside, by name.
    var named: [String: JSONSchema] {
        switch self {
        case .array(let element, _, _): return element.named
        case .object(let members, let open):
            return members.reduce(into: open?.named ?? [:]) { $0.merge($1.schema.named) { first, _ in first } }
        case .nullable(let schema): return schema.named
        case .either(let schemas): return schemas.reduce(into: [:]) { $0.merge($1.named) { first, _ in first } }
        case .named(let name, let schema): return schema.named.merging([name: schema]) { first, _ in first }
        default: return [:]
        }
    }

    private static func bounded(_ type: String, _ min: Double?, _ max: Double?) -> [String: JSONValue] {
        var printed: [String: JSONValue] = ["type": .string(type)]
        if let min { printed["minimum"] = .number(min) }
        if let max { printed["maximum"] = .number(max) }
        return printed
    }

    private static func text(_ min: Int, _ max: Int, _ format: Format?) -> JSONValue {
        var printed: [String: JSONValue] = ["type": "string", "maxLength": .number(Double(max))]
        if min > 0 { printed["minLength"] = .number(Double(min)) }
        switch format {
        case .id: printed["pattern"] = "^[a-z]{3}_[0-9a-hjkmnp-tv-z]{26}$"
        case .some(let format): printed["format"] = .string(format.rawValue)
        // What no text of ours may hold.
        case nil: printed["pattern"] = "^[^\\u0000]*$"
        }
        return .object(printed)
    }
}

extension JSONSchema.Member {
    fileprivate var json: JSONValue {
        guard let note, case .object(var printed) = schema.json else { return schema.json }
        if printed["$ref"] == nil { printed["description"] = .string(note) }
        return .object(printed)
    }
}
