import TandemNumerics
import TandemStatistics
import TandemTabular

/// What is known of the difference of two models, metric by metric.
struct ComparedRows {
    /// One metric of both.
    struct Row {
        let metric: String
        let first: Double?
        let second: Double?
        /// second − first.
        let difference: Estimate?
        let reason: String?

        /// Whether the second is better, as far as the interval shows.
        var verdict: String {
            guard let difference else { return "undefined" }
            let isLoss = MetricScores.isLoss(metric)
            if difference.lower > 0 { return isLoss ? "worse" : "better" }
            if difference.upper < 0 { return isLoss ? "better" : "worse" }
            return "not shown"
        }
    }

    let rows: [Row]

    /// Figures that describe decisions and are neither good nor bad, and repetitions of others.
    private static let left = Set(["prevalence", "predicted_positive_share", "mean_error"])

    /// Compares the metrics `wanted`, all when nil, by a paired bootstrap: every replicate weighs the same rows for both.
    init(
        _ pair: PairedPredictions, bootstrap: Bootstrap?, threads: Int, wanted: Set<String>?
    ) throws {
        func isWanted(_ name: String) -> Bool { wanted?.contains(name) ?? !Self.left.contains(name) }
        let ones = [Double](repeating: 1, count: pair.n)
        let (first, second) = (pair.first.evaluation, pair.second.evaluation)
        let before = first.scores(weights: pair.weights ?? ones)
        let after = second.scores(weights: pair.weights ?? ones)
        let common = Set(before.all.map(\.name)).intersection(after.all.map(\.name))
        if let unknown = wanted?.subtracting(common).sorted().first {
            throw CommandProblem.usage(
                "--metrics: there is no \(unknown) for both files; there are \(common.sorted().joined(separator: ", "))"
            )
        }
        let names = before.all.map(\.name).filter { common.contains($0) && isWanted($0) }
        let values = names.map { (before[$0] ?? .nan, after[$0] ?? .nan) }
        var estimates = [Estimate?](repeating: nil, count: names.count)
        if let bootstrap {
            let kept = Set(names)
            let beforePlaces = Self.places(before, kept)
            let afterPlaces = Self.places(after, kept)
            let order = names.map { (beforePlaces[$0] ?? 0, afterPlaces[$0] ?? 0) }
            let replicates = bootstrap.replicates(rows: pair.n, base: pair.weights, threads: threads) { weights in
                let (a, b) = (first.scores(weights: weights).values, second.scores(weights: weights).values)
                return order.map { b[$0.1] - a[$0.0] }
            }
            estimates = bootstrap.estimates(values: values.map { $0.1 - $0.0 }, replicates: replicates, n: pair.n)
        }
        rows = names.indices.map { place in
            let reason =
                before.all.first { $0.name == names[place] }?.reason
                ?? after.all.first { $0.name == names[place] }?.reason
            return Row(
                metric: names[place], first: before[names[place]], second: after[names[place]],
                difference: estimates[place], reason: reason)
        }
    }

    private static func places(_ scores: MetricScores, _ kept: Set<String>) -> [String: Int] {
        Dictionary(
            scores.all.enumerated().filter { kept.contains($0.element.name) }.map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// A row for each metric.
    var table: OutputTable {
        OutputTable([
            .init("metric", .texts(rows.map(\.metric))),
            .init("a", .numbers(rows.map { $0.first ?? .nan })), .init("b", .numbers(rows.map { $0.second ?? .nan })),
            .init("difference", .numbers(rows.map { ($0.second ?? .nan) - ($0.first ?? .nan) })),
            .init("lower", .numbers(rows.map { $0.difference?.lower ?? .nan })),
            .init("upper", .numbers(rows.map { $0.difference?.upper ?? .nan })),
            .init("b_is", .texts(rows.map(\.verdict))),
            .init("reason", .values(rows.map { JSONValue(orNull: $0.reason) })),
        ])
    }

    /// The table for a person.
    var summary: SummaryTable {
        SummaryTable(
            "B beside A (difference is B − A)", columns: ["metric", "A", "B", "difference", "from", "to", "B is"],
            rows: rows.map { row in
                [
                    row.metric, SummaryTable.number(row.first), SummaryTable.number(row.second),
                    SummaryTable.number(row.difference?.value), SummaryTable.number(row.difference?.lower),
                    SummaryTable.number(row.difference?.upper), row.verdict,
                ]
            })
    }

    /// Differences with their intervals.
    var chart: JSONValue {
        let values = rows.compactMap { row -> JSONValue? in
            guard let difference = row.difference else { return nil }
            return [
                "metric": .string(row.metric), "difference": .number(difference.value),
                "lower": .number(difference.lower), "upper": .number(difference.upper), "b is": .string(row.verdict),
            ]
        }
        let y: JSONValue = ["field": "metric", "type": "nominal", "sort": .null, "title": .null]
        return Picture.spec(
            [
                "title": "B − A, with intervals", "width": 420,
                "layer": [
                    ["mark": ["type": "rule", "color": "gray"], "encoding": ["x": ["datum": 0]]],
                    [
                        "mark": ["type": "rule", "strokeWidth": 2],
                        "encoding": [
                            "y": y, "x": Picture.axis("lower", "difference"), "x2": ["field": "upper"],
                            "color": ["field": "b is", "type": "nominal"],
                        ],
                    ],
                    [
                        "mark": ["type": "point", "filled": true],
                        "encoding": [
                            "y": y, "x": Picture.axis("difference", "difference"),
                            "color": ["field": "b is", "type": "nominal"],
                        ],
                    ],
                ],
            ], values)
    }
}
