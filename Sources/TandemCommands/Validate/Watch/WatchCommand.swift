import ArgumentParser
import TandemMonitoring
import TandemStatistics
import TandemTabular

/// Says when a certificate must be withdrawn, however often one looks.
public struct WatchCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Says at which row of a stream a certificate must be withdrawn.",
        discussion: """
            Columns, in the order of the decisions: error (0 or 1; empty counts as an error), or y_true and y_pred;
            optionally at (shown as it stands) and weight (where decisions were audited with different probabilities:
            the smallest of them divided by the row's own).
            While the chance of an error stays at most --max-error, the probability of ever withdrawing is at most
            1 − confidence, at any number of looks. The lower bound holds in the same sense, on its own.

            \(example.help("validate watch"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "audits.csv": "at,error\n"
                + (0..<60).map { "2026-03-\($0 / 4 + 10)T0\($0 % 4)h,\($0 > 40 || $0 == 7 ? 1 : 0)\n" }.joined()
        ],
        arguments: ["audits.csv", "--max-error", "0.05"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The stream: a file, or - for standard input.") var path: String
    @Option(help: "The error rate that the certificate promises to keep.") var maxError: Double
    @Option(help: "1 − the probability of ever withdrawing a certificate that keeps its promise.") var confidence = 0.95

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses settings out of range.
    public func validate() throws {
        guard maxError > 0, maxError < 1 else { throw ValidationError("--max-error is between 0 and 1") }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence is between 0 and 1") }
    }

    /// Goes through the stream once.
    public func report(at desk: Desk) throws -> Report {
        let file = try WatchFile(path, format: files.format, at: desk)
        let walk = WatchWalk(file, maxError: maxError, falseAlarm: 1 - confidence)
        return WatchReport(
            walk: walk, file: file, confidence: confidence, seed: files.seed, threads: files.threads
        ).report
    }
}
