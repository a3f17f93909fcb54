import TandemLabeling
import TandemStatistics
import TandemTabular

/// What combining votes found, for files, documents and terminals.
struct WeakReport {
    let file: FunctionVotesFile
    let labels: WeakLabels
    let gold: GoldAnswers?
    let method: WeakSupervision.Method

    private var names: [String] { file.votes.labels }
    private var found: [Int32] { (0..<labels.taskCount).map { labels.label(of: $0).map(Int32.init) ?? -1 } }

    /// A row for each task; no label without a vote or on a tie.
    var rows: OutputTable {
        let count = names.count
        var columns: [OutputTable.Column] = [
            .init("task", .texts(file.tasks)), .init("label", .codes(found, names: names)),
            .init("probability", .numbers((0..<labels.taskCount).map { labels.confidence(of: $0) })),
            .init("votes", .integers(labels.overview.votesOnTask.map(Int.init))),
            .init("conflict", .flags(labels.overview.isConflict)),
        ]
        for (label, name) in names.enumerated() {
            let column = (0..<labels.taskCount).map { labels.probabilities[$0 * count + label] }
            columns.append(.init("p_\(name)", .numbers(column)))
        }
        return OutputTable(columns)
    }

    /// The tasks on which functions contradict each other, the least certain first, with who said what.
    func conflicts(limit: Int = .max) -> OutputTable {
        let tasks = labels.conflicts(limit: limit)
        return OutputTable([
            .init("task", .texts(tasks.map { file.tasks[$0] })),
            .init("suggested", .codes(tasks.map { labels.label(of: $0).map(Int32.init) ?? -1 }, names: names)),
            .init("probability", .numbers(tasks.map { labels.confidence(of: $0) })),
            .init("said", .texts(tasks.map(said))),
        ])
    }

    private func said(_ task: Int) -> String {
        zip(file.votes.functions, file.votes.columns).compactMap { name, column in
            column[task] < 0 ? nil : "\(name)=\(names[Int(column[task])])"
        }.joined(separator: "; ")
    }

    // MARK: The document

    func facts(majority: Estimate?) -> [String: JSONValue] {
        let overview = labels.overview
        var facts: [String: JSONValue] = [
            "method": .string(labels.model == nil ? "majority" : "label-model"),
            "reason": .string(
                labels.fallback?.sentence ?? "the label model may be expected to do better than the majority"),
            "labels": .array(names.map(JSONValue.string)), "task_count": JSONValue(labels.taskCount),
            "covered": JSONValue(overview.covered), "votes_per_covered_task": .number(overview.density),
            "rounds": JSONValue(labels.rounds), "fitted_tasks": JSONValue(labels.fittedTasks),
            "functions": .array(functions),
            "dependences": .array(
                labels.dependences.map { pair in
                    [
                        "functions": [
                            .string(file.votes.functions[pair.one]), .string(file.votes.functions[pair.other]),
                        ], "strength": .number(pair.strength),
                    ]
                }),
            "conflicts": ["count": JSONValue(overview.conflicts), "least_certain": leastCertain],
        ]
        if let model = labels.model {
            facts["balance"] = .object(
                Dictionary(uniqueKeysWithValues: zip(names, model.balance.map(JSONValue.number))))
        }
        if let gold {
            facts["gold"] = [
                "answers": JSONValue(gold.count), "accuracy": Self.json(gold.accuracy(of: labels)),
                "majority_accuracy": Self.json(labels.model == nil ? gold.accuracy(of: labels) : majority),
            ]
        }
        return facts
    }

    private var leastCertain: JSONValue {
        let table = conflicts(limit: 20)
        return .array(
            (0..<table.rowCount).map { row in
                .object(
                    Dictionary(
                        uniqueKeysWithValues: table.columns.indices.map { column in
                            (table.columns[column].name, table.value(row: row, column: column))
                        }))
            })
    }

    private var functions: [JSONValue] {
        FunctionTable.facts(file.votes, labels.overview).enumerated().map { function, fact in
            var fact = fact
            fact["weight"] = .number(weight(function))
            fact["estimated_accuracy"] =
                labels.accuracies[function].map { accuracy in
                    [
                        "value": .number(accuracy.value), "lower": .number(accuracy.lower),
                        "upper": .number(accuracy.upper),
                    ]
                } ?? .null
            if let gold { fact["gold_accuracy"] = Self.json(gold.accuracy(of: file.votes.columns[function])) }
            return fact
        }
    }

    /// What a function's vote counts.
    private func weight(_ function: Int) -> Double {
        if let model = labels.model { return model.weights[function] }
        let shared = labels.dependences.filter { $0.one == function || $0.other == function }
        return 1 / (1 + shared.reduce(0) { $0 + $1.strength })
    }

    private static func json(_ estimate: Estimate?) -> JSONValue {
        guard let estimate else { return .null }
        return [
            "value": .number(estimate.value), "lower": .number(estimate.lower), "upper": .number(estimate.upper),
            "n": JSONValue(estimate.n),
        ]
    }

    // MARK: The terminal and the picture

    var summary: [SummaryTable] {
        let overview = labels.overview
        var pairs = [
            ("method", labels.model == nil ? "majority" : "label model"),
            ("tasks with a vote", FunctionTable.percent(overview.covered, of: labels.taskCount)),
            ("votes on these", SummaryTable.number(overview.density, digits: 2)),
            ("conflicts, for people", "\(overview.conflicts)"),
        ]
        if let gold, let accuracy = gold.accuracy(of: labels) {
            pairs.append(("accuracy on gold", Self.shown(accuracy)))
        }
        return [SummaryTable("Labels", pairs), table]
    }

    private var table: SummaryTable {
        let all = labels.taskCount
        let rows = file.votes.functions.indices.map { function in
            let counts = labels.overview.functions[function]
            let estimate = labels.accuracies[function].map { accuracy in
                Self.shown(accuracy.value, accuracy.lower, accuracy.upper)
            }
            return [
                file.votes.functions[function], FunctionTable.percent(counts.covered, of: all),
                FunctionTable.percent(counts.overlaps, of: all), FunctionTable.percent(counts.conflicts, of: all),
                SummaryTable.number(weight(function), digits: 2), estimate ?? "–",
            ] + (gold.map { [$0.accuracy(of: file.votes.columns[function]).map(Self.shown) ?? "–"] } ?? [])
        }
        return SummaryTable(
            "Functions",
            columns: ["function", "coverage", "overlap", "conflict", "weight", "estimated accuracy"]
                + (gold == nil ? [] : ["on gold"]), rows: rows)
    }

    private static func shown(_ estimate: Estimate) -> String { shown(estimate.value, estimate.lower, estimate.upper) }

    private static func shown(_ value: Double, _ lower: Double, _ upper: Double) -> String {
        "\(SummaryTable.number(value, digits: 3)) (\(SummaryTable.number(lower, digits: 3))–\(SummaryTable.number(upper, digits: 3)))"
    }

    /// Each function's accuracy, estimated and on gold, over its coverage.
    var chart: JSONValue {
        var values: [JSONValue] = []
        for (function, name) in file.votes.functions.enumerated() {
            func add(_ kind: String, _ value: Double, _ lower: Double, _ upper: Double) {
                values.append([
                    "function": .string(name), "from": .string(kind), "accuracy": .number(value),
                    "lower": .number(lower),
                    "upper": .number(upper),
                    "coverage": FunctionTable.share(labels.overview.functions[function].covered, of: labels.taskCount),
                ])
            }
            if let accuracy = labels.accuracies[function] {
                add("estimated", accuracy.value, accuracy.lower, accuracy.upper)
            }
            if let accuracy = gold?.accuracy(of: file.votes.columns[function]) {
                add("gold", accuracy.value, accuracy.lower, accuracy.upper)
            }
        }
        let color: JSONValue = ["field": "from", "type": "nominal", "title": nil]
        let function: JSONValue = ["field": "function", "type": "nominal", "sort": nil, "title": nil]
        let offset: JSONValue = ["field": "from", "type": "nominal"]
        return [
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json", "title": "Accuracy of labeling functions",
            "width": 480, "data": ["values": .array(values)],
            "layer": [
                [
                    "mark": "rule",
                    "encoding": [
                        "y": function, "yOffset": offset, "color": color,
                        "x": [
                            "field": "lower", "type": "quantitative", "title": "accuracy", "scale": ["domain": [0, 1]],
                        ],
                        "x2": ["field": "upper"],
                    ],
                ],
                [
                    "mark": ["type": "point", "filled": true],
                    "encoding": [
                        "y": function, "yOffset": offset, "color": color,
                        "x": ["field": "accuracy", "type": "quantitative"],
                        "size": ["field": "coverage", "type": "quantitative"],
                    ],
                ],
            ],
        ]
    }
}
