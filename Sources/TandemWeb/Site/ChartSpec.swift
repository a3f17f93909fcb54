import TandemLedger
import TandemTabular
import TandemWorkflow

/// A figure's course as a Vega-Lite specification, with its data inside: drawing it asks for nothing more.
enum ChartSpec {
    /// The specification of one series.
    ///
    /// - Parameters:
    ///   - series: the figure over time; points without a value are left out.
    ///   - limit: the target's limit, drawn as a dashed rule.
    ///   - title: what the values are.
    /// - Returns: Vega-Lite, without a color: the page's own tokens decide those.
    static func of(_ series: KPISeries, limit: Double?, title: String) -> JSONValue {
        let values = series.points.compactMap { point -> JSONValue? in
            guard let value = point.value else { return nil }
            return ["at": JSONValue(point.at.milliseconds), "value": .number(value), "n": JSONValue(point.n)]
        }
        let format: JSONValue = series.unit == "ratio" ? ".0%" : ".3~g"
        var layers: [JSONValue] = [
            [
                "mark": ["type": "line", "strokeWidth": 2, "point": ["size": 18]],
                "encoding": ["x": time, "y": measure(format)],
            ]
        ]
        if let limit {
            layers.append([
                "mark": ["type": "rule", "strokeDash": [3, 3]], "encoding": ["y": ["datum": .number(limit)]],
            ])
        }
        return [
            "description": .string(title), "width": "container", "height": 160,
            "autosize": ["type": "fit", "contains": "padding"], "data": ["values": .array(values)],
            "layer": .array(layers),
        ]
    }

    private static let time: JSONValue = [
        "field": "at", "type": "temporal", "scale": ["type": "utc"],
        "axis": ["title": nil, "tickCount": 4, "grid": false, "labelOverlap": true],
    ]

    private static func measure(_ format: JSONValue) -> JSONValue {
        [
            "field": "value", "type": "quantitative", "scale": ["zero": false],
            "axis": ["title": nil, "tickCount": 5, "format": format],
        ]
    }
}
