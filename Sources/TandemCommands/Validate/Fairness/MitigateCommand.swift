import ArgumentParser
import TandemTabular
import TandemValidation

/// Suggests a smaller gap between groups, and shows what it costs.
public struct MitigateCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "mitigate", abstract: "Suggests a smaller gap between groups, and shows what it costs.",
        discussion: """
            Columns: y_true and the sensitive columns; for threshold-optimizer and reject-option also score (or
            p_<label>); for the others the features. Data methods give the file back with changed columns or a weight.
            Nothing here decides which gap matters or whether using a sensitive column is lawful: ask those who must answer
            for it.

            \(example.help("validate mitigate"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "loans.csv": """
            y_true,score,sex
            1,0.9,female
            1,0.45,female
            0,0.4,female
            0,0.2,female
            1,0.95,male
            1,0.7,male
            0,0.6,male
            0,0.3,male

            """
        ],
        arguments: [
            "loans.csv", "--sensitive", "sex", "--method", "reject-option", "--reviewer-accuracy", "0.95", "--max-gap",
            "0.1",
        ])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The data or predictions: a file, or - for standard input.") var path: String
    @Option(help: "The sensitive columns, separated by commas; their combinations are the groups.")
    var sensitive: String
    @Option(help: "One of \(MitigationMethod.allCases.map(\.rawValue).joined(separator: ", ")).")
    var method: MitigationMethod
    @Option(help: "The label that counts as positive; of two the second in order.") var positive: String?
    @Option(help: "Which rates are brought together, such as demographic-parity or equalized-odds.")
    var constraint: ThresholdConstraint = .demographicParity
    @Option(help: "The columns to change or to learn from, separated by commas; else all others.")
    var features: String?
    @Option(help: "How much a remover removes, 0 to 1.") var amount = 1.0
    @Flag(help: "threshold-optimizer: one threshold a group and no chance.") var deterministic = false
    @Option(help: "The gap to stay below (deterministic thresholds, reject-option, exponentiated-gradient).")
    var maxGap = 0.05
    @Option(help: "reject-option: how often a reviewer is right.") var reviewerAccuracy = 0.95
    @Option(help: "Predicted positive from this score on.") var threshold = 0.5

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses settings out of range.
    public func validate() throws {
        for (name, value) in [("amount", amount), ("max-gap", maxGap), ("reviewer-accuracy", reviewerAccuracy)] {
            guard (0...1).contains(value) else { throw ValidationError("--\(name) is between 0 and 1") }
        }
        guard method != .exponentiatedGradient || [.demographicParity, .equalizedOdds].contains(constraint) else {
            throw ValidationError("exponentiated-gradient knows demographic-parity and equalized-odds")
        }
    }

    /// Reads the file as the method needs it, and leaves the rest to the method.
    public func report(at desk: Desk) throws -> Report {
        let names = sensitive.split(separator: ",").map(String.init)
        let others: ([String]) -> [ColumnRequest] = { header in
            method.needsPredictions ? [] : header.map { .texts($0) }
        }
        let file = try JudgedFile(
            path, format: files.format,
            request: .init(
                sensitive: names, positive: positive, threshold: threshold,
                needsPredictions: method.needsPredictions, others: others), at: desk)
        guard !method.needsPredictions || file.predictions.scores != nil else {
            throw CommandProblem.badInput("\(path): \(method.rawValue) needs a column score or p_<positive label>")
        }
        let work = MitigationWork(command: self, file: file, grouping: Grouping(file.sensitive))
        switch method {
        case .reweighing: return work.reweighing()
        case .impactRemover: return try work.impactRemover()
        case .correlationRemover: return try work.correlationRemover()
        case .exponentiatedGradient: return try work.exponentiatedGradient()
        case .thresholdOptimizer: return try deterministic ? work.deterministicThresholds() : work.thresholdOptimizer()
        case .rejectOption: return work.rejectOption()
        }
    }
}

extension ThresholdConstraint: ExpressibleByArgument {}
