import TandemLabeling
import TandemStatistics
import TandemTabular

/// Label errors found in a file.
struct LabelIssues {
    let file: LabeledProbabilitiesFile
    let method: ConfidentLearning
    let joint: ConfidentJoint
    let rate: LabelErrorRate
    /// All flagged items, worst first.
    let flagged: [ConfidentLearning.Issue]
    /// Those that are listed.
    let listed: [ConfidentLearning.Issue]
    let predictions: [Int32]

    init(file: LabeledProbabilitiesFile, method: ConfidentLearning, seed: UInt64, top: Int?, maxScore: Double?) {
        self.file = file
        self.method = method
        joint = ConfidentJoint(file.data)
        rate = LabelErrorRate(joint, labels: file.data.labels, bootstrap: Bootstrap(seed: seed, replicates: 1_000))
        flagged = method.issues(file.data, joint: joint)
        listed = Array(flagged.filter { $0.score <= maxScore ?? .infinity }.prefix(top ?? .max))
        predictions = file.data.predictions
    }

    /// The issues as rows: id, given, suggested, score.
    var rows: OutputTable {
        OutputTable([
            .init("id", .texts(listed.map { file.ids[$0.item] })),
            .init("given", .codes(listed.map { file.data.labels[$0.item] }, names: file.classes)),
            .init("suggested", .codes(listed.map { predictions[$0.item] }, names: file.classes)),
            .init("score", .numbers(listed.map(\.score))),
        ])
    }

    var facts: [String: JSONValue] {
        [
            "items_checked": JSONValue(file.data.count), "items_without_label": JSONValue(file.unlabeled),
            "flagged": JSONValue(flagged.count), "filter": .string(method.filter.rawValue),
            "ranked_by": .string(method.ranking.rawValue), "adjusted": .bool(method.isAdjusted),
            "estimated_errors": rate.errors?.json ?? .null,
            "estimated_error_rate": rate.errors?.scaled(by: 1 / Double(file.data.count)).json ?? .null,
            "off_diagonal": JSONValue(joint.offDiagonal(file.data)),
            "off_diagonal_calibrated": JSONValue(joint.offDiagonalCalibrated),
            "classes": .array(file.classes.indices.map(label)),
        ]
    }

    private func label(_ label: Int) -> JSONValue {
        [
            "label": .string(file.classes[label]), "items": JSONValue(joint.labelCounts[label]),
            "flagged": JSONValue(flagged.count { Int(file.data.labels[$0.item]) == label }),
            "estimated_errors": JSONValue(finiteOrNull: rate.byLabel[label]),
            "threshold": joint.labelCounts[label] > 0 ? .number(joint.thresholds[label]) : .null,
        ]
    }

    var summary: [SummaryTable] {
        let errors = rate.errors.map {
            "\(SummaryTable.number($0.value, digits: 1)) (\(SummaryTable.number($0.lower, digits: 1)) to "
                + "\(SummaryTable.number($0.upper, digits: 1)))"
        }
        return [
            SummaryTable(
                "Label errors",
                [
                    ("items", "\(file.data.count)"), ("flagged", "\(flagged.count)"),
                    ("estimated errors", errors ?? "–"),
                ]),
            SummaryTable(
                "Worst", columns: ["id", "given", "suggested", "score"],
                rows: listed.prefix(10).map {
                    [
                        file.ids[$0.item], file.classes[Int(file.data.labels[$0.item])],
                        file.classes[Int(predictions[$0.item])], SummaryTable.number($0.score),
                    ]
                }),
        ]
    }

    /// Where the labels are suspected to be wrong: flagged items by given and suggested class.
    var chart: JSONValue {
        var counts: [[Int32]: Int] = [:]
        for issue in flagged { counts[[file.data.labels[issue.item], predictions[issue.item]], default: 0] += 1 }
        let rows: [JSONValue] = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map {
            [
                "given": .string(file.classes[Int($0.key[0])]), "suggested": .string(file.classes[Int($0.key[1])]),
                "items": JSONValue($0.value),
            ]
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": "Suspected label errors by given and suggested class", "data": ["values": .array(rows)],
            "encoding": [
                "x": ["field": "suggested", "type": "nominal"], "y": ["field": "given", "type": "nominal"],
            ],
            "layer": [
                ["mark": "rect", "encoding": ["color": ["field": "items", "type": "quantitative"]]],
                ["mark": "text", "encoding": ["text": ["field": "items", "type": "quantitative"]]],
            ],
        ]
    }
}
