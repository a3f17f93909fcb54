import TandemTabular
import TandemValidation

/// Methods that change what is done with a model's scores.
extension MitigationWork {
    private var scores: [Double] { file.predictions.scores ?? [] }

    /// Randomized thresholds; found on all rows, and for an honest look found on one half and tried on the other.
    func thresholdOptimizer() throws -> Report {
        let all = Array(0..<file.predictions.count)
        let rules = try optimized(all)
        let probabilities: ([ThresholdOptimizer.Rule], [Int]) -> [Double] = { rules, rows in
            rows.map { rules[Int(grouping.codes[$0])].probability(scores[$0]) }
        }
        var outcomes = [("before", before(all)), ("after", outcome(probabilities(rules, all), rows: all))]
        let (found, kept) = split(0.5)
        if let half = try? optimized(found) {
            outcomes += [
                ("before_held_out", before(kept)),
                ("after_held_out", outcome(probabilities(half, kept), rows: kept)),
            ]
        }
        let rows = OutputTable(
            groupColumns + [
                .init("ignored", .numbers(rules.map(\.ignored))), .init("constant", .numbers(rules.map(\.constant))),
                .init("threshold_low", .values(rules.map { Self.threshold($0.low) })),
                .init("low_share", .numbers(rules.map(\.lowShare))),
                .init("threshold_high", .values(rules.map { Self.threshold($0.high) })),
            ])
        return report(outcomes, rows)
    }

    /// One threshold for each group.
    func deterministicThresholds() throws -> Report {
        let all = Array(0..<file.predictions.count)
        let found = fixed(all)
        let answers: ([Double], [Int]) -> [Double] = { thresholds, rows in
            rows.map { scores[$0] > thresholds[Int(grouping.codes[$0])] ? 1 : 0 }
        }
        let (half, kept) = split(0.5)
        let outcomes = [
            ("before", before(all)), ("after", outcome(answers(found.thresholds, all), rows: all)),
            ("before_held_out", before(kept)),
            ("after_held_out", outcome(answers(fixed(half).thresholds, kept), rows: kept)),
        ]
        let rows = OutputTable(
            groupColumns + [.init("threshold", .values(found.thresholds.map(Self.threshold)))])
        var made = report(outcomes, rows)
        if !found.isWithin { made.notes.append("no thresholds were found with a gap of at most \(command.maxGap)") }
        return made
    }

    /// Bands around the threshold sent to people.
    func rejectOption() -> Report {
        let band = RejectOptionBand(
            file.predictions, by: grouping, threshold: command.threshold,
            reviewerAccuracy: command.reviewerAccuracy, maxGap: command.maxGap, constraint: command.constraint)
        let widths = band.widths
        let rows = OutputTable([
            .init("margin", .numbers(widths.map(\.margin))), .init("to_people", .numbers(widths.map(\.toPeople))),
            .init("gap", .numbers(widths.map(\.gap))), .init("accuracy", .numbers(widths.map(\.accuracy))),
            .init("accuracy_of_model_alone", .numbers(widths.map(\.accuracyAlone))),
        ])
        var facts = facts
        facts["reviewer_accuracy"] = .number(command.reviewerAccuracy)
        facts["max_gap"] = .number(command.maxGap)
        facts["chosen"] = band.chosen.map(Self.json) ?? .null
        facts["without_people"] = widths.first.map(Self.json) ?? .null
        let shown = [("nobody", widths.first), ("chosen", band.chosen)].compactMap { name, width in
            width.map {
                [
                    name, SummaryTable.number($0.margin), SummaryTable.number($0.toPeople),
                    SummaryTable.number($0.gap), SummaryTable.number($0.accuracy),
                ]
            }
        }
        let isMissing = band.chosen == nil
        return Report(
            facts: facts, rowsName: "widths", rows: rows,
            summary: [
                SummaryTable("Band for people", columns: ["", "margin", "to people", "gap", "accuracy"], rows: shown)
            ],
            chart: Self.chart(widths),
            notes: isMissing ? ["no band reaches a gap of at most \(command.maxGap) with such reviewers"] : [])
    }

    // MARK: Parts

    private func optimized(_ rows: [Int]) throws -> [ThresholdOptimizer.Rule] {
        let truth = rows.map { file.predictions.truth[$0] }
        for group in grouping.groups.indices {
            let members = rows.indices.filter { Int(grouping.codes[rows[$0]]) == group }
            guard members.contains(where: { truth[$0] }), members.contains(where: { !truth[$0] }) else {
                throw CommandProblem.badInput(
                    "\(command.path): the group \(grouping.title(group)) lacks one of the labels; leave it out or merge it"
                )
            }
        }
        return try ThresholdOptimizer(
            scores: rows.map { scores[$0] }, truth: truth, grouping: grouping.rows(at: rows),
            constraint: command.constraint
        ).rules
    }

    private func fixed(_ rows: [Int]) -> DeterministicThresholds {
        DeterministicThresholds(
            scores: rows.map { scores[$0] }, truth: rows.map { file.predictions.truth[$0] },
            grouping: grouping.rows(at: rows), constraint: command.constraint, tolerance: command.maxGap)
    }

    private func report(_ outcomes: [(String, JSONValue)], _ rows: OutputTable) -> Report {
        Report(
            facts: facts.merging(Dictionary(uniqueKeysWithValues: outcomes)) { $1 }, rowsName: "thresholds", rows: rows,
            summary: [summary(outcomes)])
    }

    /// A threshold as JSON, which has no infinity: never and always are said in words.
    private static func threshold(_ value: Double) -> JSONValue {
        value == .infinity ? "never" : value == -.infinity ? "always" : .number(value)
    }

    private static func json(_ width: RejectOptionBand.Width) -> JSONValue {
        [
            "margin": .number(width.margin), "to_people": JSONValue(finiteOrNull: width.toPeople),
            "gap": JSONValue(finiteOrNull: width.gap), "accuracy": JSONValue(finiteOrNull: width.accuracy),
            "accuracy_of_model_alone": JSONValue(finiteOrNull: width.accuracyAlone),
        ]
    }

    private static func chart(_ widths: [RejectOptionBand.Width]) -> JSONValue {
        let values = widths.flatMap { width in
            [("gap between groups", width.gap), ("accuracy", width.accuracy)].map { name, value -> JSONValue in
                [
                    "to_people": JSONValue(finiteOrNull: width.toPeople), "figure": .string(name),
                    "value": JSONValue(finiteOrNull: value),
                ]
            }
        }
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
            "title": "What sending doubtful cases to people does", "data": ["values": .array(values)],
            "width": 420, "mark": "line",
            "encoding": [
                "x": ["field": "to_people", "type": "quantitative", "title": "share sent to people"],
                "y": ["field": "value", "type": "quantitative", "title": nil],
                "color": ["field": "figure", "type": "nominal", "title": nil],
            ],
        ]
    }
}
