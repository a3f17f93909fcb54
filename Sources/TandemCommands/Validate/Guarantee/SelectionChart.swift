import TandemStatistics
import TandemTabular
import TandemValidation

/// The error rate against the share of automatic decisions, with what was promised and the threshold found.
struct SelectionChart {
    let findings: SelectionFindings
    let file: GuaranteeFile

    /// Most groups that get a curve of their own.
    private static let mostGroups = 8

    var spec: JSONValue {
        let x: JSONValue = [
            "field": "share", "type": "quantitative", "title": "share decided automatically", "axis": ["format": "%"],
            "scale": ["domain": [0, 1]],
        ]
        let color: JSONValue = ["field": "name", "type": "nominal", "title": nil]
        var layers: [JSONValue] = [
            [
                "transform": [["filter": "datum.name == 'all decisions'"]],
                "mark": ["type": "area", "opacity": 0.15],
                "encoding": [
                    "x": x, "y": ["field": "low", "type": "quantitative"], "y2": ["field": "high"], "color": color,
                ],
            ],
            [
                "mark": ["type": "line", "interpolate": "step-after"],
                "encoding": [
                    "x": x, "color": color,
                    "y": [
                        "field": "error", "type": "quantitative", "title": "error rate of automatic decisions",
                        "axis": ["format": "%"],
                    ],
                ],
            ],
            [
                "data": ["values": [["promised": .number(findings.maxError)]]],
                "mark": ["type": "rule", "strokeDash": [6, 4], "color": "#777777"],
                "encoding": ["y": ["field": "promised", "type": "quantitative"]],
            ],
        ]
        let points = chosen
        if !points.isEmpty {
            layers.append([
                "data": ["values": .array(points)], "mark": ["type": "point", "filled": true, "size": 120],
                "encoding": [
                    "x": x, "y": ["field": "error", "type": "quantitative"], "color": color,
                    "tooltip": [
                        ["field": "name", "type": "nominal"], ["field": "threshold", "type": "quantitative"],
                        ["field": "share", "type": "quantitative"], ["field": "bound", "type": "quantitative"],
                    ],
                ],
            ])
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": [
                "text": "Errors of automatic decisions by share, with the thresholds found",
                "subtitle": "band: exact interval of each threshold on its own; dashed: what is promised",
            ],
            "width": 560, "height": 320, "data": ["values": .array(curves)], "layer": .array(layers),
        ]
    }

    private var curves: [JSONValue] {
        let together = file.items(in: [Int](repeating: 0, count: file.count))
        var curves = curve(together, findings.pooled.name)
        guard let groups = file.groups else { return curves }
        let items = file.items(in: groups.codes)
        for promise in findings.groups.prefix(Self.mostGroups) {
            curves += curve(items.filter { $0.predicted == promise.finding.label }, promise.name)
        }
        return curves
    }

    private func curve(_ items: [CalibrationItem], _ name: String) -> [JSONValue] {
        RiskCoverageCurve(items, confidence: findings.confidence).points.map { point in
            [
                "name": .string(name), "share": .number(Double(point.accepted) / Double(max(1, items.count))),
                "error": .number(point.rate.value), "low": .number(point.rate.lower),
                "high": .number(point.rate.upper), "threshold": .number(point.threshold),
            ]
        }
    }

    private var chosen: [JSONValue] {
        ([findings.pooled] + findings.groups.prefix(Self.mostGroups)).compactMap { promise in
            guard let threshold = promise.finding.threshold else { return nil }
            return [
                "name": .string(promise.name), "share": .number(promise.finding.coverage),
                "error": .number(Double(promise.finding.errors) / Double(promise.finding.accepted)),
                "threshold": .number(threshold), "bound": .number(promise.finding.bound),
            ]
        }
    }
}
