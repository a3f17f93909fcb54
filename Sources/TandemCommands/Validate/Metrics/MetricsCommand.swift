import ArgumentParser
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
            intervals = judged.intervals(
                MetricIntervals(bootstrap: bootstrap, threads: files.threads), weights: weights)
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
}

extension ScoredRows {
    /// A weight of one for each row.
    var ones: [Double] { [Double](repeating: 1, count: rowCount) }
}
