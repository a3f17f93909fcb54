import TandemTabular

/// Points with their intervals, a row each: `name`, `value`, `lower`, `upper`, and `of` for the panel.
struct IntervalChart {
    let title: String
    let rows: [JSONValue]

    var spec: JSONValue {
        let y: JSONValue = ["field": "name", "type": "nominal", "title": nil, "sort": nil]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": .string(title),
            "data": ["values": .array(rows)],
            "facet": ["row": ["field": "of", "type": "nominal", "title": nil, "sort": nil]],
            "resolve": ["scale": ["y": "independent"]],
            "spec": [
                "width": 420,
                "layer": [
                    [
                        "mark": ["type": "rule", "strokeWidth": 2],
                        "encoding": [
                            "y": y, "x": ["field": "lower", "type": "quantitative", "title": "value"],
                            "x2": ["field": "upper"],
                        ],
                    ],
                    [
                        "mark": ["type": "point", "filled": true, "size": 60],
                        "encoding": ["y": y, "x": ["field": "value", "type": "quantitative"]],
                    ],
                ],
            ],
        ]
    }
}
