import TandemTabular
import TandemValidation

/// How thresholds with a promised miss rate are shown.
struct MissReport {
    let file: MissFile
    let rule: MissRateRule

    private var n: Int { file.positives.count }

    var report: Report {
        let (average, confident) = (rule.onAverage(file.positives), rule.withConfidence(file.positives))
        let facts: [String: JSONValue] = [
            "max_missed": .number(rule.maxMissed), "confidence": .number(rule.confidence),
            "items": JSONValue(file.itemCount), "n": JSONValue(n),
            "on_average": json(average, needed: rule.neededOnAverage),
            "with_confidence": json(confident, needed: rule.neededWithConfidence ?? 1),
        ]
        let points = rule.curve(file.positives)
        let rows = OutputTable([
            .init("threshold", .numbers(points.map(\.threshold))), .init("missed", .numbers(points.map(\.missed))),
            .init("selected_per_item", .numbers(points.map { selected($0.threshold) })),
        ])
        return Report(
            facts: facts, rowsName: "curve", rows: rows, summary: [summary(average, confident)],
            chart: chart(points, average, confident))
    }

    private func selected(_ threshold: Double) -> Double {
        file.itemCount == 0 ? .nan : Double(file.selected(from: threshold)) / Double(file.itemCount)
    }

    private func json(_ finding: MissRateRule.Finding, needed: Int) -> JSONValue {
        guard let threshold = finding.threshold else {
            return [
                "threshold": nil, "missed": nil, "selected_per_item": nil, "needs": JSONValue(max(1, needed - n)),
            ]
        }
        return [
            "threshold": .number(threshold), "missed": .number(finding.missed),
            "selected_per_item": .number(selected(threshold)), "needs": nil,
        ]
    }

    private func summary(_ average: MissRateRule.Finding, _ confident: MissRateRule.Finding) -> SummaryTable {
        func row(_ name: String, _ finding: MissRateRule.Finding, _ needed: Int) -> [String] {
            [
                name, SummaryTable.number(finding.threshold),
                finding.threshold == nil ? "–" : SummaryTable.number(finding.missed),
                SummaryTable.number(finding.threshold.map(selected)),
                finding.threshold == nil ? "needs \(max(1, needed - n)) more items that have a positive" : "",
            ]
        }
        return SummaryTable(
            "At most \(SummaryTable.number(rule.maxMissed)) missed, from \(n) items that have a positive",
            columns: ["", "threshold", "missed", "selected per item", ""],
            rows: [
                row("on average (conformal risk control)", average, rule.neededOnAverage),
                row(
                    "with confidence \(SummaryTable.number(rule.confidence)) (Learn-then-Test)", confident,
                    rule.neededWithConfidence ?? 1),
            ])
    }

    private func chart(
        _ points: [MissRateRule.Point], _ average: MissRateRule.Finding, _ confident: MissRateRule.Finding
    ) -> JSONValue {
        let values = points.map { point -> JSONValue in
            ["threshold": .number(point.threshold), "missed": .number(point.missed)]
        }
        let found = [("on average", average), ("with confidence", confident)].compactMap {
            name, finding -> JSONValue? in
            finding.threshold.map { ["promise": .string(name), "threshold": .number($0)] }
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": "Share missed by threshold, with the thresholds found", "width": 560, "height": 300,
            "data": ["values": .array(values)],
            "layer": [
                [
                    "mark": ["type": "line", "interpolate": "step-after"],
                    "encoding": [
                        "x": ["field": "threshold", "type": "quantitative", "title": "selected from this score on"],
                        "y": ["field": "missed", "type": "quantitative", "title": "share missed"],
                    ],
                ],
                [
                    "data": ["values": [["allowed": .number(rule.maxMissed)]]],
                    "mark": ["type": "rule", "strokeDash": [6, 4], "color": "#777777"],
                    "encoding": ["y": ["field": "allowed", "type": "quantitative"]],
                ],
                [
                    "data": ["values": .array(found)], "mark": "rule",
                    "encoding": [
                        "x": ["field": "threshold", "type": "quantitative"],
                        "color": ["field": "promise", "type": "nominal", "title": nil],
                    ],
                ],
            ],
        ]
    }
}
