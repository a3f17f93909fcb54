import TandemTabular

/// Pieces of Vega-Lite specifications.
enum Picture {
    /// A specification with its data inside.
    static func spec(_ members: [String: JSONValue], _ values: [JSONValue]) -> JSONValue {
        .object(
            members.merging([
                "$schema": "https://vega.github.io/schema/vega-lite/v6.json", "data": ["values": .array(values)],
            ]) { $1 })
    }

    /// A quantitative axis.
    static func axis(_ field: String, _ title: String) -> JSONValue {
        ["field": .string(field), "type": "quantitative", "title": .string(title)]
    }

    /// What is shown at the pointer.
    static func tooltips(_ fields: [String]) -> JSONValue {
        .array(fields.map { ["field": .string($0), "type": "quantitative", "format": ".4"] })
    }
}

extension String {
    /// The words of a name.
    var replacingUnderscores: String { String(map { $0 == "_" ? " " : $0 }) }
}
