import TandemStatistics
import TandemTabular

/// ROC, precision–recall, gain and threshold curves of a binary score.
struct CurveTables {
    let table: ThresholdTable
    let costs: OperatingCosts?

    /// The rows of all curves at some places of the table.
    func rows(_ places: [Int]) -> OutputTable {
        let (plus, minus) = (table.allPositives, table.allNegatives)
        func column(_ value: (Double, Double) -> Double) -> OutputTable.Values {
            .numbers(places.map { value(table.positives[$0], table.negatives[$0]) })
        }
        var columns: [OutputTable.Column] = [
            .init("threshold", .numbers(places.map { table.thresholds[$0] })),
            .init("true_positives", column { p, _ in p }), .init("false_positives", column { _, n in n }),
            .init("true_negatives", column { _, n in minus - n }),
            .init("false_negatives", column { p, _ in plus - p }),
            .init("true_positive_rate", column { p, _ in p / plus }),
            .init("false_positive_rate", column { _, n in n / minus }),
            .init("precision", column { p, n in p / (p + n) }),
            .init("f1", column { p, n in 2 * p / (p + n + plus) }),
            .init("selected_share", column { p, n in (p + n) / (plus + minus) }),
            .init("gain", column { p, _ in p / plus }),
            .init("lift", column { p, n in p / plus / ((p + n) / (plus + minus)) }),
        ]
        if let costs {
            columns.append(
                .init(
                    "cost_per_item",
                    .numbers(
                        places.map { place in
                            OperatingPoint(low: table.thresholds[place], high: table.thresholds[place])
                                .outcome(on: table, costs: costs)?.cost ?? .nan
                        })))
        }
        return OutputTable(columns)
    }

    /// Every distinct score.
    var whole: OutputTable { rows(Array(0..<table.count)) }

    /// The curves' corners for the JSON document.
    func json(points: Int) -> JSONValue {
        let rows = rows(table.places(limit: points))
        var members: [String: JSONValue] = [:]
        for (place, column) in rows.columns.enumerated() {
            members[column.name] = .array((0..<rows.rowCount).map { rows.value(row: $0, column: place) })
        }
        return .object(members)
    }

    /// A picture of the three curves side by side.
    func chart(points: Int) -> JSONValue {
        let rows = rows(table.places(limit: points))
        let names = rows.columns.map(\.name)
        let values = (0..<rows.rowCount).map { row -> JSONValue in
            .object(
                Dictionary(uniqueKeysWithValues: names.indices.map { (names[$0], rows.value(row: row, column: $0)) }))
        }
        func line(_ title: String, _ x: String, _ y: String) -> JSONValue {
            [
                "title": .string(title), "width": 260, "height": 260, "mark": ["type": "line", "point": false],
                "encoding": [
                    "x": Picture.axis(x, x.replacingUnderscores), "y": Picture.axis(y, y.replacingUnderscores),
                    "order": ["field": "threshold", "sort": "descending"],
                    "tooltip": Picture.tooltips([x, y, "threshold"]),
                ],
            ]
        }
        return Picture.spec(
            [
                "hconcat": [
                    line("ROC", "false_positive_rate", "true_positive_rate"),
                    line("Precision and recall", "true_positive_rate", "precision"),
                    line("Gain", "selected_share", "gain"),
                ]
            ], values)
    }
}
