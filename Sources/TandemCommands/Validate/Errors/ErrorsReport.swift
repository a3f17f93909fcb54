import TandemStatistics
import TandemTabular
import TandemValidation

/// How an analysis of errors is shown.
struct ErrorsReport {
    let analysis: ErrorAnalysis
    let pair: HeatMap?
    let maxFalseDiscoveries: Double

    var report: Report {
        var facts: [String: JSONValue] = [
            "n": JSONValue(analysis.n), "mean_loss": .number(analysis.meanLoss), "tested": JSONValue(analysis.tested),
            "max_false_discoveries": .number(maxFalseDiscoveries), "tree": tree,
            "maps": .array(analysis.maps.map(Self.map)),
        ]
        if let pair { facts["map"] = Self.map(pair) }
        let found = analysis.cohorts.isEmpty
        return Report(
            facts: facts, rowsName: "cohorts", rows: cohorts, summary: [summary], chart: chart,
            notes: found ? ["no cohort was confirmed among \(analysis.tested) tested"] : [])
    }

    private var cohorts: OutputTable {
        let all = analysis.cohorts
        return OutputTable([
            .init("cohort", .texts(all.map(\.words))), .init("n", .integers(all.map(\.n))),
            .init("mean_loss", .numbers(all.map(\.meanLoss.value))),
            .init("mean_loss_low", .numbers(all.map(\.meanLoss.lower))),
            .init("mean_loss_high", .numbers(all.map(\.meanLoss.upper))),
            .init("mean_loss_elsewhere", .numbers(all.map(\.meanElsewhere))),
            .init("excess_loss", .numbers(all.map(\.excessLoss))), .init("p", .numbers(all.map(\.p))),
            .init("q", .numbers(all.map(\.q))),
            .init("conditions", .values(all.map { .array($0.conditions.map(Self.condition)) })),
        ])
    }

    private var summary: SummaryTable {
        let shown = analysis.cohorts.prefix(12).map { cohort in
            [
                cohort.words, SummaryTable.number(Double(cohort.n)), SummaryTable.number(cohort.meanLoss.value),
                "\(SummaryTable.number(cohort.meanLoss.lower)) … \(SummaryTable.number(cohort.meanLoss.upper))",
                SummaryTable.number(cohort.meanElsewhere), SummaryTable.number(cohort.excessLoss, digits: 1),
            ]
        }
        return SummaryTable(
            "Cohorts confirmed on the other half (mean loss of all \(SummaryTable.number(analysis.meanLoss)))",
            columns: ["cohort", "n", "mean loss", "interval", "elsewhere", "excess"], rows: shown)
    }

    private var tree: JSONValue {
        .array(
            analysis.tree.nodes.map { node in
                [
                    "parent": node.parent.map { JSONValue($0) } ?? .null,
                    "condition": JSONValue(orNull: node.condition?.words), "n": JSONValue(node.n),
                    "mean_loss": .number(node.meanLoss), "leaf": .bool(node.isLeaf),
                ]
            })
    }

    private static func condition(_ condition: CohortCondition) -> JSONValue {
        switch condition {
        case .range(let column, let low, let high):
            [
                "column": .string(column), "low": low.map(JSONValue.number) ?? .null,
                "high": high.map(JSONValue.number) ?? .null,
            ]
        case .oneOf(let column, let values):
            ["column": .string(column), "values": .array(values.map(JSONValue.string))]
        case .missing(let column): ["column": .string(column), "missing": true]
        }
    }

    private static func map(_ map: HeatMap) -> JSONValue {
        [
            "columns": .array(map.columns.map(JSONValue.string)),
            "cells": .array(
                map.cells.map { cell in
                    var members: [String: JSONValue] = [
                        "first": .string(cell.first), "n": JSONValue(cell.n), "mean_loss": .number(cell.meanLoss),
                    ]
                    if let second = cell.second { members["second"] = .string(second) }
                    if let ends = cell.interval { members["interval"] = [.number(ends.lower), .number(ends.upper)] }
                    return .object(members)
                }),
        ]
    }

    /// The map of two if it was asked for, else the confirmed cohorts with their intervals.
    private var chart: JSONValue {
        pair.map(heatChart) ?? cohortChart
    }

    private func heatChart(_ map: HeatMap) -> JSONValue {
        let values = map.cells.map { cell -> JSONValue in
            [
                "first": .string(cell.first), "second": JSONValue(orNull: cell.second),
                "loss": .number(cell.meanLoss), "n": JSONValue(cell.n),
            ]
        }
        let axis: (String, String) -> JSONValue = { field, title in
            ["field": .string(field), "type": "ordinal", "sort": nil, "title": .string(title)]
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": "Mean loss by two columns",
            "data": ["values": .array(values)], "mark": "rect",
            "encoding": [
                "x": axis("first", map.columns[0]), "y": axis("second", map.columns[1]),
                "color": [
                    "field": "loss", "type": "quantitative", "title": "mean loss", "scale": ["scheme": "oranges"],
                ],
                "tooltip": [
                    ["field": "n", "type": "quantitative"], ["field": "loss", "type": "quantitative", "format": ".3f"],
                ],
            ],
        ]
    }

    private var cohortChart: JSONValue {
        let values = analysis.cohorts.prefix(20).map { cohort -> JSONValue in
            [
                "cohort": .string(cohort.words), "loss": .number(cohort.meanLoss.value),
                "low": .number(cohort.meanLoss.lower), "high": .number(cohort.meanLoss.upper),
                "excess": .number(cohort.excessLoss),
            ]
        }
        let y: JSONValue = [
            "field": "cohort", "type": "nominal", "sort": nil, "title": nil, "axis": ["labelLimit": 420],
        ]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": "Where the model errs more, with intervals", "data": ["values": .array(Array(values))],
            "width": 360,
            "layer": [
                [
                    "mark": "rule",
                    "encoding": [
                        "y": y, "x": ["field": "low", "type": "quantitative", "title": "mean loss"],
                        "x2": ["field": "high"],
                    ],
                ],
                [
                    "mark": ["type": "point", "filled": true, "size": 70],
                    "encoding": ["y": y, "x": ["field": "loss", "type": "quantitative"]],
                ],
                [
                    "mark": ["type": "rule", "strokeDash": [4, 4]],
                    "encoding": ["x": ["datum": .number(analysis.meanLoss)]],
                ],
            ],
        ]
    }
}
