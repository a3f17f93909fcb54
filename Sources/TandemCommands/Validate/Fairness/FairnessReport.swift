import TandemTabular
import TandemValidation

/// How an assessment is shown.
enum FairnessReport {
    /// The document's members besides the groups.
    static func facts(_ assessment: FairnessAssessment) -> [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "comparison": .string(assessment.comparison.rawValue),
            "overall": overall(assessment),
            "disparities": disparities(assessment.disparities),
            "groups_not_judged": .array(
                assessment.grouping.groups.indices.filter { !assessment.isJudged[$0] }
                    .map { .string(assessment.grouping.title($0)) }),
        ]
        if assessment.isJudged.contains(false) {
            facts["disparities_of_all_groups"] = disparities(assessment.disparitiesOfAll)
        }
        if !assessment.disparityEnds.isEmpty {
            facts["disparity_intervals"] = .object(
                Dictionary(
                    uniqueKeysWithValues: zip(Disparity.all, assessment.disparityEnds).map { ($0.name, interval($1)) }))
        }
        return facts
    }

    /// An assessment as one value: its facts and its groups by title.
    static func whole(_ assessment: FairnessAssessment) -> JSONValue {
        var facts = facts(assessment)
        var groups: [String: JSONValue] = [:]
        for group in assessment.grouping.groups.indices {
            var members: [String: JSONValue] = ["judged": .bool(assessment.isJudged[group])]
            for metric in shown(assessment) {
                members[metric.rawValue] = JSONValue(finiteOrNull: assessment.figures.value(metric, group: group))
                if hasEnds(assessment, metric) {
                    members[metric.rawValue + "_interval"] = interval(assessment.groupEnds[group][place(metric)])
                }
            }
            groups[assessment.grouping.title(group)] = .object(members)
        }
        facts["by_group"] = .object(groups)
        return .object(facts)
    }

    /// A row for each group: its values, figures and intervals.
    static func table(_ assessment: FairnessAssessment) -> OutputTable {
        let groups = assessment.grouping.groups
        var columns = assessment.grouping.columns.indices.map { column in
            OutputTable.Column(assessment.grouping.columns[column], .texts(groups.map { $0[column] }))
        }
        columns.append(.init("judged", .flags(assessment.isJudged)))
        for metric in shown(assessment) {
            let values = groups.indices.map { assessment.figures.value(metric, group: $0) }
            columns.append(.init(metric.rawValue, .numbers(values)))
            guard hasEnds(assessment, metric) else { continue }
            let ends = assessment.groupEnds.map { $0[place(metric)] }
            columns.append(.init(metric.rawValue + "_low", .numbers(ends.map(\.lower))))
            columns.append(.init(metric.rawValue + "_high", .numbers(ends.map(\.upper))))
        }
        return OutputTable(columns)
    }

    /// What a person reads first.
    static func summary(_ assessment: FairnessAssessment) -> [SummaryTable] {
        let shown: [GroupMetric] = [.count, .selectionRate, .truePositiveRate, .falsePositiveRate, .accuracy]
        let groups = assessment.grouping.groups.indices.map { group in
            [assessment.grouping.title(group)]
                + shown.map { SummaryTable.number(assessment.figures.value($0, group: group)) }
                + [assessment.isJudged[group] ? "" : "too few rows to judge"]
        }
        let gaps = Disparity.all.indices.prefix(6).map { index in
            let ends = assessment.disparityEnds.isEmpty ? nil : assessment.disparityEnds[index]
            return [
                Disparity.all[index].name, SummaryTable.number(assessment.disparities[index]),
                ends.map { "\(SummaryTable.number($0.lower)) … \(SummaryTable.number($0.upper))" } ?? "",
            ]
        }
        return [
            SummaryTable("Groups", columns: ["group"] + shown.map(\.rawValue) + [""], rows: groups),
            SummaryTable("Gaps between judged groups", columns: ["gap", "value", "interval"], rows: gaps),
        ]
    }

    /// Sentences for standard error.
    static func notes(_ assessment: FairnessAssessment) -> [String] {
        let small = assessment.isJudged.count { !$0 }
        return small == 0
            ? [] : ["\(small) of \(assessment.isJudged.count) groups have too few rows and are not judged"]
    }

    /// The main rates of each group with their intervals.
    static func chart(_ assessment: FairnessAssessment) -> JSONValue {
        let rates: [GroupMetric] = [.selectionRate, .truePositiveRate, .falsePositiveRate, .accuracy]
        let values = assessment.grouping.groups.indices.flatMap { group in
            rates.map { metric -> JSONValue in
                let ends = assessment.groupEnds.isEmpty ? nil : assessment.groupEnds[group][place(metric)]
                return [
                    "group": .string(assessment.grouping.title(group)), "figure": .string(metric.rawValue),
                    "value": JSONValue(finiteOrNull: assessment.figures.value(metric, group: group)),
                    "low": JSONValue(finiteOrNull: ends?.lower ?? .nan),
                    "high": JSONValue(finiteOrNull: ends?.upper ?? .nan),
                    "rows": assessment.isJudged[group] ? "enough" : "too few to judge",
                ]
            }
        }
        let y: JSONValue = ["field": "group", "type": "nominal", "title": nil]
        let opacity: JSONValue = [
            "field": "rows", "type": "nominal",
            "scale": ["domain": ["enough", "too few to judge"], "range": [1, 0.35]],
        ]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": "What groups get from the model, with intervals", "data": ["values": .array(values)],
            "facet": ["column": ["field": "figure", "type": "nominal", "title": nil]],
            "spec": [
                "width": 160,
                "layer": [
                    [
                        "mark": "rule",
                        "encoding": [
                            "y": y, "x": ["field": "low", "type": "quantitative", "title": "share"],
                            "x2": ["field": "high"], "opacity": opacity,
                        ],
                    ],
                    [
                        "mark": ["type": "point", "filled": true, "size": 60],
                        "encoding": [
                            "y": y, "x": ["field": "value", "type": "quantitative", "scale": ["domain": [0, 1]]],
                            "opacity": opacity,
                        ],
                    ],
                ],
            ],
        ]
    }

    // MARK: Parts

    private static func overall(_ assessment: FairnessAssessment) -> JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: shown(assessment).map {
                    ($0.rawValue, JSONValue(finiteOrNull: assessment.figures.overall($0)))
                }))
    }

    private static func disparities(_ values: [Double]) -> JSONValue {
        .object(
            Dictionary(
                uniqueKeysWithValues: zip(Disparity.all, values).map { ($0.name, JSONValue(finiteOrNull: $1)) }))
    }

    private static func interval(_ ends: FairnessAssessment.Ends) -> JSONValue {
        [JSONValue(finiteOrNull: ends.lower), JSONValue(finiteOrNull: ends.upper)]
    }

    /// The figures there are: those of scores only where scores are known.
    private static func shown(_ assessment: FairnessAssessment) -> [GroupMetric] {
        GroupMetric.allCases.filter { !$0.needsScores || !assessment.figures.overall($0).isNaN }
    }

    private static func hasEnds(_ assessment: FairnessAssessment, _ metric: GroupMetric) -> Bool {
        !assessment.groupEnds.isEmpty && metric != .count && !metric.needsScores
    }

    private static func place(_ metric: GroupMetric) -> Int {
        GroupMetric.allCases.firstIndex(of: metric) ?? 0
    }
}
