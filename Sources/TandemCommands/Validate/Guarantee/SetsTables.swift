import TandemStatistics
import TandemTabular
import TandemValidation

/// How conformal sets are shown.
struct SetsTables {
    let command: GuaranteeCommand
    let fit: ConformalFit
    let file: GuaranteeFile
    /// The rows whose sets were made.
    let evaluated: SetItems
    let sets: [[Int]]

    private var truth: [Int?] { evaluated.items.truth }
    private var figures: SetFigures { SetFigures(sets: sets, truth: truth, items: sets.indices) }

    /// The thresholds with leave-one-out figures.
    var report: Report {
        Report(facts: facts, rowsName: "thresholds", rows: thresholds, summary: summary, chart: chart, notes: notes)
    }

    /// The sets of other rows.
    var applied: Report {
        var facts = facts
        let table = thresholds
        facts["thresholds"] = .array(
            (0..<table.rowCount).map { row in
                .object(
                    Dictionary(
                        uniqueKeysWithValues: table.columns.indices.map {
                            (table.columns[$0].name, table.value(row: row, column: $0))
                        }))
            })
        return Report(facts: facts, rowsName: "sets", rows: setRows, summary: summary, chart: chart, notes: notes)
    }

    private var facts: [String: JSONValue] {
        let figures = figures
        let calibrated = fit.counts.reduce(0, +)
        return [
            "kind": .string(command.sets?.rawValue ?? ""), "confidence": .number(fit.rule.confidence),
            "within": .string(fit.rule.stratum.rawValue), "randomized": .bool(fit.rule.isRandomized),
            "n": JSONValue(calibrated), "unlabeled": JSONValue(file.count - calibrated),
            "evaluated_on": .string(command.apply ?? "leave-one-out"), "evaluated_rows": JSONValue(figures.n),
            "coverage": coverage(figures)["coverage"] ?? .null,
            "coverage_interval": coverage(figures)["interval"] ?? .null,
            "mean_size": JSONValue(finiteOrNull: figures.meanSize), "sizes": sizes(figures),
            "by_label": by(fit.rule.stratum == .label ? [] : labelNames) { truth[$0] },
            "by_group": by(fit.rule.stratum == .group ? [] : evaluated.groupNames) { evaluated.items.groups[$0] },
        ]
    }

    private var labelNames: [String] { Array(file.labels.prefix(file.probabilityCount)) }

    private func coverage(_ figures: SetFigures) -> [String: JSONValue] {
        guard let estimate = figures.coverage() else { return [:] }
        return ["coverage": .number(estimate.value), "interval": [.number(estimate.lower), .number(estimate.upper)]]
    }

    private func sizes(_ figures: SetFigures) -> JSONValue {
        .array(
            figures.bySize.enumerated().filter { $0.element.count > 0 }.map { size, sets in
                ["size": JSONValue(size), "n": JSONValue(sets.count), "covered": JSONValue(sets.covered)]
            })
    }

    /// The figures of parts in which the promise was not kept by design: how even it came out.
    private func by(_ names: [String], part: (Int) -> Int?) -> JSONValue {
        guard !names.isEmpty else { return .null }
        return .array(
            parts(names.count, part).enumerated().map { place, figures in
                .object(
                    coverage(figures).merging(
                        [
                            "name": .string(names[place]), "n": JSONValue(figures.n),
                            "mean_size": JSONValue(finiteOrNull: figures.meanSize),
                        ]) { $1 })
            })
    }

    private func parts(_ count: Int, _ part: (Int) -> Int?) -> [SetFigures] {
        var items = [[Int]](repeating: [], count: count)
        for item in sets.indices { if let place = part(item) { items[place].append(item) } }
        return items.map { SetFigures(sets: sets, truth: truth, items: $0) }
    }

    private var strata: (names: [String], figures: [SetFigures]) {
        switch fit.rule.stratum {
        case .all: (["all"], [figures])
        case .label: (labelNames, parts(labelNames.count) { truth[$0] })
        case .group:
            (evaluated.groupNames, parts(evaluated.groupNames.count) { evaluated.items.groups[$0] })
        }
    }

    private var thresholds: OutputTable {
        let (names, figures) = strata
        let ends = figures.map { $0.coverage() }
        return OutputTable([
            .init("within", .texts(names.map { _ in fit.rule.stratum.rawValue })), .init("name", .texts(names)),
            .init("n", .integers(fit.counts)), .init("threshold", .numbers(fit.thresholds)),
            .init("needs", .integers(fit.missing)), .init("evaluated_rows", .integers(figures.map(\.n))),
            .init("coverage", .numbers(ends.map { $0?.value ?? .nan })),
            .init("coverage_low", .numbers(ends.map { $0?.lower ?? .nan })),
            .init("coverage_high", .numbers(ends.map { $0?.upper ?? .nan })),
            .init("mean_size", .numbers(figures.map(\.meanSize))),
        ])
    }

    private var setRows: OutputTable {
        let other = evaluated.file
        var columns: [OutputTable.Column] = [.init("line", .integers(other.table.lines.map { Int($0) }))]
        if other.table.holds("id") { columns.append(.init("id", .texts(other.table.texts("id")))) }
        let names = labelNames
        columns.append(.init("set", .values(sets.map { .array($0.map { .string(names[$0]) }) })))
        columns.append(.init("size", .integers(sets.map(\.count))))
        if truth.contains(where: { $0 != nil }) {
            columns.append(
                .init(
                    "holds_truth",
                    .values(sets.indices.map { row in truth[row].map { .bool(sets[row].contains($0)) } ?? .null })))
        }
        return OutputTable(columns)
    }

    private var notes: [String] {
        let names = strata.names
        return zip(names, fit.missing).filter { $0.1 > 0 }.map { name, missing in
            "\(name): needs \(missing) more labeled rows for a threshold; until then nothing is left out of its sets"
        }
    }

    private var summary: [SummaryTable] {
        let (names, figures) = strata
        return [
            SummaryTable(
                "Sets that hold the truth with confidence \(SummaryTable.number(fit.rule.confidence))",
                columns: ["", "n", "threshold", "coverage", "mean size", ""],
                rows: names.indices.map { place in
                    [
                        names[place], "\(fit.counts[place])", SummaryTable.number(fit.thresholds[place]),
                        SummaryTable.number(figures[place].coverage()?.value),
                        SummaryTable.number(figures[place].meanSize),
                        fit.missing[place] > 0 ? "needs \(fit.missing[place]) more" : "",
                    ]
                })
        ]
    }

    /// How many sets have each size, and how many of them hold the truth.
    private var chart: JSONValue {
        let values = figures.bySize.enumerated().flatMap { size, sets -> [JSONValue] in
            [("holds the truth", sets.covered), ("does not", sets.count - sets.covered)].map {
                ["size": JSONValue(size), "set": .string($0.0), "n": JSONValue($0.1)]
            }
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": .string("Sizes of sets that hold the truth with confidence \(fit.rule.confidence)"),
            "width": 480, "height": 280, "data": ["values": .array(values)], "mark": "bar",
            "encoding": [
                "x": ["field": "size", "type": "ordinal", "title": "labels in the set"],
                "y": ["field": "n", "type": "quantitative", "title": "rows"],
                "color": ["field": "set", "type": "nominal", "title": nil],
            ],
        ]
    }
}
