import ArgumentParser
import TandemLabeling
import TandemStatistics
import TandemTabular

/// How far independent workers agree: the coefficients with intervals, per label and per pair of workers.
public struct AgreementCommand: FileCommand {
    /// Three workers, five tasks, a gap.
    public static let example = Example(
        files: [
            "votes.csv": """
            task,worker,label
            t1,ann,spam
            t1,bob,spam
            t1,cho,ham
            t2,ann,ham
            t2,bob,ham
            t3,ann,spam
            t3,bob,spam
            t3,cho,spam
            t4,ann,ham
            t4,cho,ham
            t5,bob,spam
            t5,cho,ham

            """
        ], arguments: ["votes.csv"])

    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "agreement", abstract: "How far independent workers agree, beyond chance, with intervals.",
        discussion: """
            Reads the columns task, worker and label; an empty label is a missing vote, and a worker's later vote on a \
            task replaces the earlier one. Gives raw agreement, Fleiss' kappa, Krippendorff's alpha and Gwet's AC1 (for \
            two workers Cohen's kappa too), each label against all others, and every pair of workers. Intervals \
            come from resampling tasks.

            \(example.help("labels agreement"))
            """)

    /// Input, output, seed and threads.
    @OptionGroup public var files: FileOptions
    /// The votes.
    @Argument(help: "The votes: task, worker, label.")
    var votes: String
    /// What the labels' values mean.
    @Option(help: "nominal, ordinal, interval or ratio: what the labels' values mean to Krippendorff's alpha.")
    var level: MeasurementLevel = .nominal
    /// The labels from low to high, with commas.
    @Option(help: "For --level ordinal: the labels from low to high, as low,middle,high; numbers need none.")
    var order: String?
    /// Replicates of the bootstrap.
    @Option(help: "Replicates of the bootstrap, at least 100.")
    var bootstrap: Int = 1_000
    /// Confidence of the intervals.
    @Option(help: "Confidence of the intervals.")
    var confidence: Double = 0.95
    /// Least common tasks of a pair.
    @Option(help: "Leave out pairs of workers with fewer common tasks.")
    var leastCommon: Int = 1
    /// Where the coefficients go as a table.
    @Option(help: "Write the coefficients, whole and per label, to this .csv, .tsv, .jsonl or .json file.")
    var coefficients: String?

    /// A command as the parser fills it.
    public init() {}

    /// Refuses settings out of range.
    public func validate() throws {
        guard bootstrap >= 100, bootstrap <= 1_000_000 else {
            throw ValidationError("--bootstrap is between 100 and 1000000")
        }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence lies between 0 and 1") }
        guard leastCommon >= 1 else { throw ValidationError("--least-common is at least 1") }
    }

    /// Reads the votes and measures.
    public func report(at desk: Desk) throws -> Report {
        let table = try desk.table(votes, format: files.format) { _ in
            [.codes("task"), .codes("worker"), .codes("label", isRequired: false)]
        }
        let file = try RatingsFile(
            table, path: votes, level: level, order: order?.split(separator: ",").map(String.init))
        let agreement = Agreement(
            file.ratings, level: level, values: file.values,
            bootstrap: Bootstrap(seed: files.seed, replicates: bootstrap, confidence: confidence),
            leastCommon: leastCommon, threads: files.threads)
        return AgreementReport(agreement: agreement, file: file, level: level, coefficientsPath: coefficients).report
    }
}

extension MeasurementLevel: ExpressibleByArgument {}
