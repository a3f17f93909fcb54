import TandemLabeling
import TandemStatistics
import TandemTabular

/// Replays as a report: curves as rows, figures of each strategy beside random's, a chart.
struct ReplayReport {
    let replay: Replay
    let summaries: [CurveSummary]
    /// Derived rows in the file.
    let derived: Int

    var report: Report {
        Report(
            facts: [
                "score": .string(replay.plan.score.rawValue), "full_data_score": .number(replay.fullScore),
                "goal": .number(replay.goal), "goal_share": .number(replay.plan.goalShare),
                "pool": JSONValue(replay.data.pool.count), "test": JSONValue(replay.data.test.count),
                "classes": .array(replay.data.classes.map(JSONValue.string)),
                "batch": JSONValue(replay.plan.batch), "repetitions": JSONValue(replay.plan.repetitions),
                "annotator_accuracy": .number(replay.plan.annotatorAccuracy), "derived_rows": JSONValue(derived),
                "annotators": "simulated", "stop_rule": stopRule, "strategies": .array(summaries.map(facts)),
            ],
            rowsName: "curve", rows: rows, summary: [summary], chart: chart, notes: notes)
    }

    private var notes: [String] {
        let below = summaries.filter { ($0.advantage?.upper ?? 0) < 0 }.map(\.strategy)
        return below.isEmpty ? [] : ["below random choice on this data: \(below.joined(separator: ", "))"]
    }

    private var stopRule: JSONValue {
        [
            "name": "stabilizing predictions", "kappa": .number(StabilizingPredictions.enough),
            "window": JSONValue(StabilizingPredictions.window),
            "source": "M. Bloodgood and K. Vijay-Shanker, CoNLL 2009",
        ]
    }

    private func facts(_ summary: CurveSummary) -> JSONValue {
        var facts: [String: JSONValue] = [
            "strategy": .string(summary.strategy), "labels_to_goal": Self.json(summary.median),
            "reached": JSONValue(summary.labelsToGoal.count { $0.isFinite }),
            "mean_score": Self.json(summary.area), "relabel_share": .number(summary.relabelShare),
            "final_score": summary.points.last.map { Self.json($0.score) } ?? .null,
            "stop": stop(summary),
        ]
        facts["mean_score_over_random"] = summary.advantage.map(Self.json)
        facts["labels_over_random"] = summary.ratio.map(Self.json)
        return .object(facts)
    }

    private func stop(_ summary: CurveSummary) -> JSONValue {
        guard !summary.stops.isEmpty else { return ["settled": 0] }
        let scores = summary.stops.map(\.score)
        return [
            "settled": JSONValue(summary.stops.count),
            "labels": Self.json(MedianInterval(summary.stops.map { Double($0.labels) })),
            "score": .number(scores.reduce(0, +) / Double(scores.count)),
            "share_of_full": .number(scores.reduce(0, +) / Double(scores.count) / max(replay.fullScore, 1e-300)),
        ]
    }

    private static func json(_ estimate: Estimate) -> JSONValue {
        [
            "value": .number(estimate.value), "lower": .number(estimate.lower), "upper": .number(estimate.upper),
            "n": JSONValue(estimate.n), "confidence": .number(estimate.confidence),
            "method": .string(estimate.method.rawValue),
        ]
    }

    /// A value that was not reached is `null`.
    private static func json(_ median: MedianInterval) -> JSONValue {
        [
            "value": JSONValue(finiteOrNull: median.value), "lower": JSONValue(finiteOrNull: median.lower),
            "upper": JSONValue(finiteOrNull: median.upper), "n": JSONValue(median.n),
            "confidence": .number(median.confidence), "method": "order-statistics",
        ]
    }

    private var rows: OutputTable {
        let all = summaries.flatMap { summary in summary.points.enumerated().map { (summary.strategy, $0, $1) } }
        return OutputTable([
            .init("strategy", .texts(all.map(\.0))), .init("round", .integers(all.map(\.1))),
            .init("labels", .numbers(all.map(\.2.labels))), .init("score", .numbers(all.map(\.2.score.value))),
            .init("lower", .numbers(all.map(\.2.score.lower))), .init("upper", .numbers(all.map(\.2.score.upper))),
        ])
    }

    private var summary: SummaryTable {
        let goal = SummaryTable.number(replay.goal, digits: 3)
        return SummaryTable(
            "Labels to reach \(goal) (\(SummaryTable.number(100 * replay.plan.goalShare, digits: 1)) % of "
                + "\(SummaryTable.number(replay.fullScore, digits: 3)), simulated annotators)",
            columns: ["strategy", "labels", "interval", "of random", "mean score", "over random", "stops at"],
            rows: summaries.map { summary in
                [
                    summary.strategy, SummaryTable.number(summary.median.value),
                    "\(SummaryTable.number(summary.median.lower))–\(SummaryTable.number(summary.median.upper))",
                    summary.ratio.map { SummaryTable.number($0.value, digits: 2) } ?? "",
                    SummaryTable.number(summary.area.value, digits: 3),
                    summary.advantage.map { estimate in
                        "\(SummaryTable.number(estimate.value)) (\(SummaryTable.number(estimate.lower)) … "
                            + "\(SummaryTable.number(estimate.upper)))"
                    } ?? "",
                    summary.stops.isEmpty
                        ? "–" : SummaryTable.number(MedianInterval(summary.stops.map { Double($0.labels) }).value),
                ]
            })
    }

    private var chart: JSONValue {
        let values = summaries.flatMap { summary in
            summary.points.map { point -> JSONValue in
                [
                    "strategy": .string(summary.strategy), "labels": .number(point.labels),
                    "score": .number(point.score.value), "lower": .number(point.score.lower),
                    "upper": .number(point.score.upper),
                ]
            }
        }
        let color: JSONValue = ["field": "strategy", "type": "nominal"]
        let x: JSONValue = ["field": "labels", "type": "quantitative", "title": "labels"]
        let scale: JSONValue = ["zero": false]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": .string("Learning curves, mean and 95 % interval over \(replay.plan.repetitions) replays"),
            "width": 640, "height": 360, "data": ["values": .array(values)],
            "layer": [
                [
                    "mark": ["type": "area", "opacity": 0.2],
                    "encoding": [
                        "x": x, "color": color,
                        "y": ["field": "lower", "type": "quantitative", "scale": scale],
                        "y2": ["field": "upper"],
                    ],
                ],
                [
                    "mark": ["type": "line", "tooltip": true],
                    "encoding": [
                        "x": x, "color": color,
                        "y": [
                            "field": "score", "type": "quantitative", "scale": scale,
                            "title": .string(replay.plan.score.rawValue),
                        ],
                    ],
                ],
                [
                    "mark": ["type": "rule", "strokeDash": [4, 4]],
                    "encoding": ["y": ["datum": .number(replay.goal)]],
                ],
            ],
        ]
    }
}
