import ArgumentParser
import TandemLabeling

/// Makes one label out of several people's.
public struct AggregateCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "aggregate", abstract: "Makes one label, and its probability, out of several votes on each task.",
        discussion: """
            Columns: task,worker,label. A worker's later vote on a task replaces the earlier one.
            auto chooses by redundancy (votes a task, votes a worker, known answers) and says why.
            --gold GOLD.csv (task,label) fixes known tasks; workers are measured against them.
            --probabilities MODEL.csv (task,p_<class>,…) lets a model vote too (CROWDLAB); its probabilities should be
            of tasks the model was not trained on.

            \(example.help("labels aggregate"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "votes.csv": """
            task,worker,label
            a,ann,cat
            a,bob,cat
            a,cleo,dog
            b,ann,dog
            b,bob,dog
            b,cleo,dog
            c,ann,cat
            c,bob,dog
            c,cleo,cat

            """
        ],
        arguments: ["votes.csv", "--method", "dawid-skene", "--workers", "workers.csv"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The votes: a file, or - for standard input.") var votes: String
    @Option(help: "choice: what the labels are.") var kind: AggregationKind = .choice
    @Option(help: "auto, majority, weighted, one-coin, dawid-skene, glad or mace; auto if not said.")
    var method: String?
    @Option(help: "Known answers: task,label.") var gold: String?
    @Option(help: "Write what is learned about workers: n, accuracy, confusion, bias, agreement.") var workers: String?
    @Option(help: "A model's probabilities: task, then p_<class> for each class.") var probabilities: String?

    /// A command, as the parser makes it.
    public init() {}

    /// Does the work.
    public func report(at desk: Desk) throws -> Report {
        switch kind {
        case .choice:
            let options = ChoiceOptions(
                method: method ?? Aggregators.automatic, gold: gold, workers: workers, probabilities: probabilities,
                files: files)
            return try ChoiceReport(desk: desk, path: votes, options: options).report()
        }
    }
}
