import ArgumentParser
import TandemLabeling

/// Makes one label out of several people's.
public struct AggregateCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "aggregate", abstract: "Makes one label, and its probability, out of several votes on each task.",
        discussion: """
            Columns: task,worker,label. A worker's later vote on a task replaces the earlier one.
            --kind numeric: the label is a number. pairwise: left,right,winner,worker. text: task,worker,text.
            spans: task,worker,start,end,label. boxes: task,worker,x,y,width,height,label.
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
    @Option(help: "choice, numeric, pairwise, text, spans or boxes: what the answers are.")
    var kind: AggregationKind = .choice
    @Option(
        help: """
            choice: auto (if not said), majority, weighted, one-coin, dawid-skene, glad, mace. numeric: weighted, mean, \
            median. pairwise: bradley-terry, noisy-bradley-terry. text: rover. spans, boxes: median, mean, weighted.
            """) var method: String?
    @Option(help: "Known answers: task,label.") var gold: String?
    @Option(help: "Write what is learned about workers: n, accuracy, confusion, bias, agreement.") var workers: String?
    @Option(help: "A model's probabilities: task, then p_<class> for each class.") var probabilities: String?

    @Option(help: "For spans and boxes: least intersection over union of two that mean the same.") var overlap = 0.5
    @Option(help: "For spans and boxes: share of workers above which one is accepted.") var quorum = 0.5

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses options that the kind of answers has no use for.
    public func validate() throws {
        if kind != .choice, gold != nil || probabilities != nil {
            throw ValidationError("--gold and --probabilities belong to --kind choice")
        }
        guard overlap > 0, overlap <= 1, quorum >= 0, quorum < 1 else {
            throw ValidationError("--overlap lies above 0 and at most at 1, --quorum from 0 to below 1")
        }
    }

    /// Does the work.
    public func report(at desk: Desk) throws -> Report {
        switch kind {
        case .choice:
            let options = ChoiceOptions(
                method: method ?? Aggregators.automatic, gold: gold, workers: workers, probabilities: probabilities,
                files: files)
            return try ChoiceReport(desk: desk, path: votes, options: options).report()
        case .numeric: return try NumericReport.report(desk: desk, path: votes, options: kindOptions)
        case .pairwise: return try PairwiseReport.report(desk: desk, path: votes, options: kindOptions)
        case .text: return try TextReport.report(desk: desk, path: votes, options: kindOptions)
        case .spans: return try SpansReport.report(desk: desk, path: votes, options: kindOptions)
        case .boxes: return try BoxesReport.report(desk: desk, path: votes, options: kindOptions)
        }
    }

    private var kindOptions: KindOptions {
        var options = KindOptions()
        options.format = files.format
        options.method = method == Aggregators.automatic ? nil : method
        options.workers = workers
        options.seed = files.seed
        options.threads = files.threads
        options.overlap = overlap
        options.quorum = quorum
        return options
    }
}
