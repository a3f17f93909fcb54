import ArgumentParser
import TandemStatistics
import TandemTabular
import TandemValidation

/// Assesses what groups of people get from a model.
public struct FairnessCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "fairness", abstract: "Assesses gaps between groups, with intervals; small groups are not judged.",
        discussion: """
            Columns: y_true, y_pred (or score, or p_<label>), the sensitive columns, optionally weight.
            Figures and gaps carry Fairlearn's names; with --privileged also AI Fairness 360's, with its signs.
            A gap says that groups fare differently, not why, and not what is right.

            \(example.help("validate fairness"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "loans.csv": """
            y_true,y_pred,sex
            1,1,female
            1,0,female
            0,0,female
            0,0,female
            1,1,male
            1,1,male
            0,1,male
            0,0,male

            """
        ],
        arguments: ["loans.csv", "--sensitive", "sex", "--smallest", "4", "--bootstrap", "200"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The predictions: a file, or - for standard input.") var path: String
    @Option(help: "The sensitive columns, separated by commas; several are also looked at together.")
    var sensitive: String
    @Option(help: "The label that counts as positive; of two the second in order.") var positive: String?
    @Option(help: "Replicates of the bootstrap; 0 for no intervals.") var bootstrap = 1_000
    @Option(help: "The confidence of the intervals.") var confidence = 0.95
    @Option(help: "Fewest rows of a group that is judged.") var smallest = 30
    @Option(help: "between-groups or to-overall: what gaps compare.")
    var compare: Disparity.Comparison = .betweenGroups
    @Option(help: "COLUMN=VALUE: the group the others are compared with, for AI Fairness 360's figures.")
    var privileged: String?
    @Option(help: "Without y_pred: predicted positive from this score on.") var threshold = 0.5

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses settings out of range.
    public func validate() throws {
        guard bootstrap == 0 || bootstrap >= 100 else {
            throw ValidationError("--bootstrap is 0 or at least 100")
        }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence is between 0 and 1") }
    }

    /// Assesses the groups of the sensitive columns together, and of each column alone.
    public func report(at desk: Desk) throws -> Report {
        let names = sensitive.split(separator: ",").map(String.init)
        let file = try JudgedFile(
            path, format: files.format,
            request: .init(sensitive: names, positive: positive, threshold: threshold), at: desk)
        let together = assess(file, file.sensitive)
        var facts = FairnessReport.facts(together)
        facts["positive"] = .string(file.positive)
        facts["n"] = JSONValue(file.predictions.count)
        facts["sensitive"] = .array(names.map(JSONValue.string))
        if names.count > 1 {
            facts["by_column"] = .object(
                Dictionary(
                    uniqueKeysWithValues: file.sensitive.map { column in
                        (column.name, FairnessReport.whole(assess(file, [column])))
                    }))
        }
        if let privileged { facts["aif360"] = try comparison(file, together, privileged) }
        return Report(
            facts: facts, rowsName: "by_group", rows: FairnessReport.table(together),
            summary: FairnessReport.summary(together), chart: FairnessReport.chart(together),
            notes: FairnessReport.notes(together))
    }

    private func assess(_ file: JudgedFile, _ columns: [(name: String, values: Codes)]) -> FairnessAssessment {
        FairnessAssessment(
            file.predictions, by: Grouping(columns), comparison: compare, smallest: smallest,
            bootstrap: bootstrap == 0
                ? nil : Bootstrap(seed: files.seed, replicates: bootstrap, confidence: confidence),
            threads: files.threads)
    }

    private func comparison(
        _ file: JudgedFile, _ together: FairnessAssessment, _ privileged: String
    ) throws -> JSONValue {
        let parts = privileged.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2, let column = file.sensitive.first(where: { $0.name == parts[0] }) else {
            throw CommandProblem.usage("--privileged is COLUMN=VALUE with a column of --sensitive")
        }
        guard let place = column.values.names.firstIndex(of: parts[1]) else {
            throw CommandProblem.badInput("\(path): no row has \(parts[0]) = \(parts[1])")
        }
        let values = PrivilegedComparison(
            file.predictions, isPrivileged: column.values.codes.map { $0 == Int32(place) }, grouping: together.grouping
        ).values
        return .object(values.mapValues(JSONValue.init(finiteOrNull:)))
    }
}

extension Disparity.Comparison: ExpressibleByArgument {}
