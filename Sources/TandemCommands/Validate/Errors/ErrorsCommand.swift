import ArgumentParser
import TandemStatistics
import TandemTabular
import TandemValidation

/// Finds where a model errs.
public struct ErrorsCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "errors",
        abstract: "Finds where a model errs: cohorts found on one half of the rows and tested on the other.",
        discussion: """
            Columns: y_true and y_pred, or loss; every other column is a feature unless --features says which.
            Only cohorts that the other half confirms are listed, false discoveries kept below --max-false-discoveries.

            \(example.help("validate errors"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "predictions.csv": "y_true,y_pred,country,amount\n"
                + (0..<400).map { row in
                    let isWrong = row % 5 == 0 && row % 3 != 0
                    return "yes,\(isWrong ? "no" : "yes"),\(row % 5 == 0 ? "DE" : "FR"),\(row % 7 * 100)\n"
                }.joined()
        ],
        arguments: ["predictions.csv"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The predictions: a file, or - for standard input.") var path: String
    @Option(help: "The columns to search, separated by commas; else all others.") var features: String?
    @Option(help: "Columns whose map of two is wanted, as amount,country.") var heat: String?
    @Option(help: "Largest share of false discoveries among the listed cohorts.") var maxFalseDiscoveries = 0.05
    @Option(help: "Fewest rows of a cohort on the finding half; else one in two hundred, at least 20.")
    var smallest: Int?
    @Option(help: "Deepest level of the error tree.") var depth = 3

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses settings out of range.
    public func validate() throws {
        guard maxFalseDiscoveries > 0, maxFalseDiscoveries < 1 else {
            throw ValidationError("--max-false-discoveries is between 0 and 1")
        }
        guard (1...10).contains(depth), smallest ?? 2 >= 2 else {
            throw ValidationError("--depth is 1 to 10, --smallest at least 2")
        }
    }

    /// Reads, searches one half and tests on the other.
    public func report(at desk: Desk) throws -> Report {
        let file = try ErrorsFile(path, format: files.format, features: features, heat: heat, at: desk)
        guard file.losses.count >= 40 else {
            throw CommandProblem.badInput(
                "\(path): \(file.losses.count) rows; cohorts need at least 40, better thousands")
        }
        var options = ErrorAnalysis.Options()
        options.smallest = smallest
        options.depth = depth
        options.maxFalseDiscoveries = maxFalseDiscoveries
        options.threads = files.threads
        let halves = ErrorAnalysis.halves(file.losses.count, seed: files.seed)
        let analysis = try ErrorAnalysis(
            losses: file.losses, finding: halves.finding, testing: halves.testing, options: options,
            features: { file.binned(sample: $0, names: file.features, threads: files.threads) })
        let map = file.pair.map { pair in
            let binned = file.binned(sample: halves.finding, names: pair, threads: 1)
            return ErrorAnalysis.map(binned[0], binned[1], losses: file.losses)
        }
        return ErrorsReport(analysis: analysis, pair: map, maxFalseDiscoveries: maxFalseDiscoveries).report
    }
}
