import ArgumentParser
import TandemNumerics
import TandemStatistics
import TandemTabular

/// Metrics of predictions beside the truth, with intervals, curves and the cheapest operating point.
public struct MetricsCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "metrics", abstract: "How good are these predictions? scikit-learn's metrics, with intervals.",
        discussion: """
            Columns: y_true; y_pred, and/or score, and/or p_<class> for each class; weight and query where there are.
            Metrics stand in the JSON by scikit-learn's names; what is undefined is null, with the reason beside it.

            \(example.help("validate metrics"))
            """)

    /// A worked example.
    public static let example = Example(
        files: [
            "predictions.csv":
                "y_true,score\n1,0.92\n0,0.30\n1,0.71\n0,0.65\n1,0.48\n0,0.12\n0,0.05\n1,0.88\n0,0.41\n0,0.22\n"
        ],
        arguments: ["predictions.csv", "--cost", "fp=5,fn=100,review=2"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions

    /// How columns are read.
    @OptionGroup public var columns: PredictionOptions

    /// What metrics need to be told.
    @OptionGroup public var metrics: MetricOptions

    /// The costs of outcomes.
    @Option(
        help: """
            Costs, as fp=5,fn=100,review=2: finds the cheapest operating point, with a band for people where review has a \
            cost. Also tp=, tn= (0 if not said) and accuracy= of the reviewers (1 if not said).
            """)
    public var cost: CostOption?

    /// Where the curves go.
    @Option(help: "Write the curves at every distinct score here: .csv, .tsv, .jsonl or .json.")
    public var curves: String?

    /// How many points.
    @Option(help: "Most points of the curves in the JSON and the picture.")
    public var points = 100

    /// The file.
    @Argument(help: "The file of predictions, - for standard input.")
    public var predictions: String

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses what is out of range.
    public func validate() throws {
        guard points >= 2 else { throw ValidationError("--points is at least 2") }
    }

    /// The metrics.
    public func report(at desk: Desk) throws -> Report {
        let read = try PredictionColumns(
            predictions, format: files.format, options: columns, extra: ["query"], at: desk)
        guard read.table.rowCount > 0 else {
            throw CommandProblem.badInput("\(predictions): there are no rows under the header")
        }
        let judged = try Judge(columns: read, choices: metrics.choices).judged()
        let weights = read.weights
        let ones = [Double](repeating: 1, count: read.table.rowCount)
        let scores = judged.evaluation.scores(weights: weights ?? ones)
        let replicates = metrics.replicates(numbers: cells(judged))
        var intervals: [String: Estimate] = [:]
        if replicates > 0 {
            let bootstrap = Bootstrap(seed: files.seed, replicates: replicates, confidence: metrics.confidence)
            intervals = judged.intervals(MetricIntervals(bootstrap: bootstrap, threads: files.threads), weights: weights)
        }
        let rows = MetricRows(scores: scores, intervals: intervals)
        var report = Report(facts: rows.facts, rowsName: "metrics", rows: rows.table)
        report.facts["task"] = .string(judged.task.rawValue)
        report.facts["n"] = JSONValue(read.table.rowCount)
        report.facts["weighted"] = .bool(weights != nil)
        report.facts["bootstrap"] = ["replicates": JSONValue(replicates), "seed": .number(Double(files.seed))]
        report.facts["parameters"] = parameters(judged)
        report.summary = [rows.summary("Metrics of \(read.table.rowCount) rows (\(judged.task.rawValue))")]
        try addDetails(judged, weights: weights, to: &report)
        report.notes += notes(judged, read)
        return report
    }

    /// How many numbers one replicate of a bootstrap of rows goes through.
    private func cells(_ judged: Judged) -> Int {
        guard case .classes(let evaluation, let names) = judged, evaluation.probabilities != nil else {
            return judged.evaluation.rowCount
        }
        return evaluation.rowCount * names.count
    }

    private func parameters(_ judged: Judged) -> JSONValue {
        switch judged {
        case .binary: ["beta": .number(metrics.beta)]
        case .classes: ["beta": .number(metrics.beta), "k": JSONValue(metrics.topK)]
        case .regression: ["alpha": .number(metrics.alpha), "power": .number(metrics.power)]
        case .ranking: ["k": JSONValue(metrics.topK)]
        }
    }

    private func addDetails(_ judged: Judged, weights: [Double]?, to report: inout Report) throws {
        switch judged {
        case .binary(let evaluation, let positive, let threshold):
            report.facts["positive"] = .string(positive)
            report.facts["threshold"] = threshold.map(JSONValue.number) ?? .null
            addConfusion(evaluation.confusion(weights: weights ?? evaluation.ones), ["other", positive], to: &report)
            try addCurves(evaluation, weights, to: &report)
        case .classes(let evaluation, let names):
            try refuseCost("needs a binary task; say --positive CLASS with a score")
            report.facts["classes"] = .array(names.map(JSONValue.string))
            let confusion = evaluation.confusion(weights: weights ?? evaluation.ones)
            addConfusion(confusion, names, to: &report)
            report.facts["by_class"] = ClassTable(
                confusion: confusion, names: names, beta: metrics.beta,
                confidence: weights == nil ? metrics.confidence : nil
            ).json
            report.chart = ConfusionPicture(confusion: confusion, names: names).spec
        case .regression(let evaluation):
            try refuseCost("needs a binary task")
            report.chart = ScatterPicture(evaluation: evaluation).spec
        case .ranking(let evaluation):
            try refuseCost("needs a binary task")
            report.facts["queries"] = JSONValue(evaluation.queryCount)
        }
    }

    private func refuseCost(_ why: String) throws {
        if cost != nil { throw CommandProblem.usage("--cost \(why)") }
        if curves != nil { throw CommandProblem.usage("--curves \(why)") }
    }

    private func addConfusion(_ confusion: WeightedConfusion?, _ names: [String], to report: inout Report) {
        guard let confusion, names.count <= 200 else { return }
        let rows = (0..<names.count).map { truth in
            JSONValue.array(
                (0..<names.count).map { .number(confusion.cells[truth * names.count + $0]) })
        }
        report.facts["confusion_matrix"] = [
            "labels": .array(names.map(JSONValue.string)), "true_by_predicted": .array(rows),
        ]
    }

    private func addCurves(_ evaluation: BinaryEvaluation, _ weights: [Double]?, to report: inout Report) throws {
        guard let order = evaluation.order, let scored = evaluation.scored else {
            return try refuseCost("needs a column of scores or probabilities")
        }
        let table = ThresholdTable(order: order, scores: scored, positive: evaluation.positive, weights: weights)
        let pictures = CurveTables(table: table, costs: cost?.costs)
        report.facts["curves"] = pictures.json(points: points)
        report.chart = pictures.chart(points: max(points, 400))
        if let curves { report.files.append(.init(path: curves, rows: pictures.whole)) }
        for share in [0.05, 0.1, 0.2, 0.5] {
            report.facts["lift_at_\(share)"] = table.lift(at: share).map(JSONValue.number) ?? .null
            report.facts["gain_at_\(share)"] = table.gain(at: share).map(JSONValue.number) ?? .null
        }
        guard let cost else { return }
        let found = OperatingReport(
            evaluation: evaluation, order: order, scores: scored, weights: weights, cost: cost, seed: files.seed
        ).json
        report.facts["operating_point"] = found
        let best = found["with_review"] ?? found["without_review"] ?? .null
        report.summary.append(
            SummaryTable(
                "Cheapest operating point",
                [
                    ("rule", best["rule"]?.string ?? "–"),
                    ("cost of an item", SummaryTable.number(best["cost_per_item"]?.number)),
                    ("on rows not used to find it", SummaryTable.number(best["cost_per_item_held_out"]?.number)),
                    ("share for people", SummaryTable.number(best["review"]?.number)),
                ]))
    }

    private func notes(_ judged: Judged, _ read: PredictionColumns) -> [String] {
        var notes: [String] = []
        if case .classes(let evaluation, _) = judged, let probabilities = evaluation.probabilities {
            let gaps = (0..<probabilities.rows).map { abs(probabilities.row($0).reduce(0, +) - 1) }
            let off = gaps.count { $0 > 1e-5 }
            if off > 0 {
                notes.append(
                    "the probabilities of \(off) rows do not sum to 1 (largest gap \(gaps.max() ?? 0)); "
                        + "they are used as they are")
            }
        }
        if case .binary(_, let positive, _) = judged, columns.positive == nil {
            notes.append("\"\(positive)\" is taken as the positive class; --positive says another")
        }
        return notes
    }
}

extension Evaluation {
    /// A weight of one for each row.
    var ones: [Double] { [Double](repeating: 1, count: rowCount) }
}
