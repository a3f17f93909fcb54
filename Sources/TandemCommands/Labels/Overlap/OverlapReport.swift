import TandemLabeling
import TandemStatistics
import TandemTabular

/// What the replay of votes is worth, as facts, a table and a picture.
struct OverlapReport {
    let study: OverlapStudy
    let file: ChoiceVotesFile
    let method: String
    let why: String
    let stopAt: Double

    var report: Report {
        Report(facts: facts, rowsName: "items", rows: rows, summary: summary, chart: chart)
    }

    private var all: Int { file.table.voteCount }

    private var facts: [String: JSONValue] {
        let saved = all - study.dynamic.votes
        var facts: [String: JSONValue] = [
            "method": .string(method), "why": .string(why), "stop_at": .number(stopAt),
            "reference": .string(study.reference), "tasks": JSONValue(file.table.items.count),
            "judged_tasks": JSONValue(study.judged.count), "votes": JSONValue(all),
            "votes_used": JSONValue(study.dynamic.votes), "votes_saved": JSONValue(saved),
            "share_saved": .number(Double(saved) / Double(all)),
            "votes_per_task": .number(study.dynamic.perTask), "accuracy": Self.json(study.dynamic.accuracy),
            "accuracy_of_all_votes": Self.json(study.fixed.last?.accuracy),
            "fixed": .array(
                study.fixed.enumerated().map { place, way in
                    [
                        "overlap": JSONValue(place + 1), "votes": JSONValue(way.votes),
                        "votes_per_task": .number(way.perTask), "accuracy": Self.json(way.accuracy),
                    ]
                }),
        ]
        facts["equal_accuracy"] =
            study.equal.map { equal in
                [
                    "overlap": .number(equal.overlap), "votes": .number(equal.votes),
                    "votes_saved": .number(equal.votes - Double(study.dynamic.votes)),
                    "share_saved": .number(1 - Double(study.dynamic.votes) / equal.votes),
                ]
            } ?? .null
        return facts
    }

    private static func json(_ estimate: Estimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": .number(estimate.value), "lower": .number(estimate.lower), "upper": .number(estimate.upper),
            "n": JSONValue(estimate.n),
        ]
    }

    private var rows: OutputTable {
        let tasks = file.table.items.indices
        return OutputTable([
            .init("task", .texts(file.table.items)),
            .init("label", .codes(study.course.labels, names: file.classes)),
            .init("probability", .numbers(study.course.confidence)),
            .init("votes_used", .integers(study.course.used)),
            .init("votes", .integers(tasks.map { file.table.range(of: $0).count })),
        ])
    }

    private var summary: [SummaryTable] {
        let number = { SummaryTable.number($0, digits: 3) }
        let equal =
            study.equal.map { "\(number($0.overlap)) votes a task, \(Int($0.votes.rounded())) in all" }
            ?? "no fixed number of votes is as accurate"
        let ways = [("in doubt only", study.dynamic)] + study.fixed.enumerated().map { ("\($0 + 1) each", $1) }
        return [
            SummaryTable(
                "Asking until \(stopAt) (\(method))",
                [
                    ("votes used", "\(study.dynamic.votes) of \(all)"), ("as accurate", equal),
                    ("held against", study.reference), ("why this method", why),
                ]),
            SummaryTable(
                "Ways to spend votes", columns: ["way", "votes a task", "accuracy", "lower", "upper"],
                rows: ways.map { name, way in
                    [
                        name, number(way.perTask), number(way.accuracy?.value), number(way.accuracy?.lower),
                        number(way.accuracy?.upper),
                    ]
                }),
        ]
    }

    /// Accuracy against votes a task: fixed numbers as a line, asking while in doubt as a point.
    private var chart: JSONValue {
        func point(_ way: OverlapStudy.Way, _ name: String) -> JSONValue {
            [
                "way": .string(name), "votes": .number(way.perTask), "accuracy": .number(way.accuracy?.value ?? .nan),
                "lower": .number(way.accuracy?.lower ?? .nan), "upper": .number(way.accuracy?.upper ?? .nan),
            ]
        }
        let values = study.fixed.map { point($0, "the same number for all") } + [point(study.dynamic, "while in doubt")]
        let x: JSONValue = ["field": "votes", "type": "quantitative", "title": "votes a task"]
        let color: JSONValue = ["field": "way", "type": "nominal", "title": nil]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": .string("Accuracy against \(study.reference), 95 % interval"),
            "data": ["values": .array(values)], "width": 480, "height": 300,
            "layer": [
                [
                    "mark": ["type": "errorbar"],
                    "encoding": [
                        "x": x, "color": color,
                        "y": ["field": "lower", "type": "quantitative", "title": "accuracy", "scale": ["zero": false]],
                        "y2": ["field": "upper"],
                    ],
                ],
                [
                    "mark": ["type": "line", "point": ["filled": true, "size": 70]],
                    "encoding": ["x": x, "color": color, "y": ["field": "accuracy", "type": "quantitative"]],
                ],
            ],
        ]
    }
}
