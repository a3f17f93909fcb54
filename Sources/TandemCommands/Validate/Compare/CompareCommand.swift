import ArgumentParser
import TandemNumerics
import TandemStatistics
import TandemTabular

/// Whether one model's predictions are better than another's on the same items.
public struct CompareCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Is B better than A on the same items, or is it chance?",
        discussion: """
            Two files of predictions as of "validate metrics", paired by id where both have it, else row by row; the truth
            must be the same. Every metric's difference comes with a paired bootstrap interval; decisions with McNemar's
            test, areas under the ROC curve with DeLong's.

            \(example.help("validate compare"))
            """)

    /// A worked example.
    public static let example = Example(
        files: [
            "a.csv": "id,y_true,score\n1,1,0.7\n2,0,0.4\n3,1,0.4\n4,0,0.6\n5,1,0.8\n6,0,0.1\n7,1,0.3\n8,0,0.2\n",
            "b.csv": "id,y_true,score\n1,1,0.9\n2,0,0.2\n3,1,0.7\n4,0,0.3\n5,1,0.8\n6,0,0.2\n7,1,0.6\n8,0,0.5\n",
        ],
        arguments: ["a.csv", "b.csv"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions

    /// How columns are read.
    @OptionGroup public var columns: PredictionOptions

    /// What metrics need to be told.
    @OptionGroup public var options: MetricOptions

    /// Which metrics.
    @Option(help: "Metrics to compare, as accuracy,roc_auc; all if not said.")
    public var metrics: String?

    /// The first file.
    @Argument(help: "Predictions of model A.")
    public var a: String

    /// The second file.
    @Argument(help: "Predictions of model B.")
    public var b: String

    /// A command, as the parser makes it.
    public init() {}

    /// The differences.
    public func report(at desk: Desk) throws -> Report {
        guard a != "-" || b != "-" else { throw CommandProblem.usage("only one of the files can be standard input") }
        let first = try PredictionColumns(a, format: files.format, options: columns, extra: ["id", "query"], at: desk)
        let second = try PredictionColumns(b, format: files.format, options: columns, extra: ["id", "query"], at: desk)
        let pair = try PairedPredictions(first, second, choices: options.choices)
        let replicates = options.replicates(numbers: 2 * pair.n)
        let bootstrap =
            replicates == 0
            ? nil : Bootstrap(seed: files.seed, replicates: replicates, confidence: options.confidence)
        let wanted = metrics.map { Set($0.split(separator: ",").map(String.init)) }
        let compared = try ComparedRows(
            pair, bootstrap: bootstrap, threads: files.threads, wanted: wanted)
        var report = Report(
            facts: [
                "n": JSONValue(pair.n), "task": .string(pair.first.task.rawValue), "joined_by": .string(pair.joinedBy),
                "unmatched": ["a": JSONValue(pair.unmatched.first), "b": JSONValue(pair.unmatched.second)],
                "bootstrap": [
                    "replicates": JSONValue(replicates), "confidence": .number(options.confidence),
                    "seed": .number(Double(files.seed)),
                ],
            ], rowsName: "metrics", rows: compared.table, summary: [compared.summary],
            chart: bootstrap == nil ? nil : compared.chart)
        addTests(pair, to: &report)
        let lost = pair.unmatched.first + pair.unmatched.second
        if lost > 0 { report.notes.append("\(lost) rows have no partner of the same id and are left out") }
        return report
    }

    private func addTests(_ pair: PairedPredictions, to report: inout Report) {
        var tests: [(String, String)] = []
        if let correct = Self.correct(pair) {
            let test = McNemar(
                onlyFirst: zip(correct.0, correct.1).count { $0 && !$1 },
                onlySecond: zip(correct.0, correct.1).count { !$0 && $1 })
            report.facts["mcnemar"] = [
                "only_a_right": JSONValue(test.onlyFirst), "only_b_right": JSONValue(test.onlySecond),
                "p_exact": .number(test.exact), "p_mid": .number(test.midP), "chi_square": .number(test.chiSquare),
                "p_chi_square": .number(test.chiSquareP), "uses_weights": false,
            ]
            tests.append(("McNemar's exact p (mid-p)", "\(Self.short(test.exact)) (\(Self.short(test.midP)))"))
        }
        if case .binary(let first, _, _) = pair.first, case .binary(let second, _, _) = pair.second,
            let a = first.order, let b = second.order
        {
            report.facts["delong"] = delong(DeLong(orders: [a, b], positive: first.positive))
            if let p = report.facts["delong"]?["p"]?.number {
                tests.append(("DeLong's p of equal ROC AUC", Self.short(p)))
            }
        }
        if !tests.isEmpty { report.summary.append(SummaryTable("Tests of equality", tests)) }
    }

    private func delong(_ found: DeLong?) -> JSONValue {
        guard let found else { return ["reason": "needs two positives and two negatives at least", "p": .null] }
        var members: [String: JSONValue] = [
            "auc_a": .number(found.areas[0]), "auc_b": .number(found.areas[1]),
            "variance_a": .number(found.covariance[0, 0]), "variance_b": .number(found.covariance[1, 1]),
            "covariance": .number(found.covariance[0, 1]), "difference": .number(found.areas[1] - found.areas[0]),
            "uses_weights": false,
        ]
        guard let difference = found.difference(confidence: options.confidence) else {
            members["p"] = .null
            members["reason"] = "the two scores rank alike: their difference does not vary"
            return .object(members)
        }
        members["z"] = .number(difference.z)
        members["p"] = .number(difference.pValue)
        members["lower"] = .number(difference.estimate.lower)
        members["upper"] = .number(difference.estimate.upper)
        return .object(members)
    }

    /// Which decisions were right; nil for tasks without decisions.
    private static func correct(_ pair: PairedPredictions) -> ([Bool], [Bool])? {
        func right(_ judged: Judged) -> [Bool]? {
            switch judged {
            case .binary(let evaluation, _, _): evaluation.decided.map { zip($0, evaluation.positive).map(==) }
            case .classes(let evaluation, _): zip(evaluation.predicted, evaluation.truth).map(==)
            case .regression, .ranking: nil
            }
        }
        guard let first = right(pair.first), let second = right(pair.second) else { return nil }
        return (first, second)
    }

    private static func short(_ p: Double) -> String {
        p < 0.0001 ? "< 0.0001" : SummaryTable.number(p)
    }
}
