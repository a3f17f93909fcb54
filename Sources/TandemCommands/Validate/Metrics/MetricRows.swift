import TandemStatistics
import TandemTabular

/// Metrics with their intervals as members of a JSON document and as a table.
struct MetricRows {
    let scores: MetricScores
    let intervals: [String: Estimate]

    /// A member for each metric by its name, and beside them the intervals and the reasons.
    var facts: [String: JSONValue] {
        var facts: [String: JSONValue] = [:]
        var undefined: [String: JSONValue] = [:]
        for score in scores.all {
            facts[score.name] = score.value.map(JSONValue.number) ?? .null
            if let reason = score.reason { undefined[score.name] = .string(reason) }
        }
        facts["undefined"] = .object(undefined)
        facts["intervals"] = .object(intervals.filter { scores[$0.key] != nil }.mapValues(Self.json))
        return facts
    }

    static func json(_ estimate: Estimate) -> JSONValue {
        [
            "lower": .number(estimate.lower), "upper": .number(estimate.upper),
            "confidence": .number(estimate.confidence), "method": .string(estimate.method.rawValue),
            "n": JSONValue(estimate.n),
        ]
    }

    /// An estimate with its value.
    static func interval(_ estimate: Estimate) -> JSONValue {
        var members = json(estimate)
        members["value"] = .number(estimate.value)
        return members
    }

    /// A row for each metric.
    var table: OutputTable {
        let found = scores.all.map { score in score.value == nil ? nil : intervals[score.name] }
        return OutputTable([
            .init("metric", .texts(scores.all.map(\.name))),
            .init("value", .numbers(scores.values)),
            .init("lower", .numbers(found.map { $0?.lower ?? .nan })),
            .init("upper", .numbers(found.map { $0?.upper ?? .nan })),
            .init("interval", .values(found.map { JSONValue(orNull: $0?.method.rawValue) })),
            .init("reason", .values(scores.all.map { JSONValue(orNull: $0.reason) })),
        ])
    }

    /// The first metrics for a person.
    func summary(_ title: String, limit: Int = 60) -> SummaryTable {
        SummaryTable(
            title, columns: ["metric", "value", "from", "to"],
            rows: scores.all.prefix(limit).map { score in
                let estimate = score.value == nil ? nil : intervals[score.name]
                return [
                    score.name, SummaryTable.number(score.value), estimate.map { SummaryTable.number($0.lower) } ?? "",
                    estimate.map { SummaryTable.number($0.upper) } ?? "",
                ]
            })
    }
}
