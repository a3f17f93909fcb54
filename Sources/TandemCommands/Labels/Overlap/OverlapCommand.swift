import ArgumentParser
import TandemLabeling

/// Replays "ask another person only while it pays".
public struct OverlapCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "overlap", abstract: "Replays asking another person only while a task is in doubt: votes saved.",
        discussion: """
            Columns: task,worker,label, the votes on a task in the order they were given. A task ends when its posterior
            reaches --stop-at; the method learns about workers from other tasks only. Accuracy is held against --gold
            (task,label) where given, else against the consensus of all votes, and compared with 1 … n votes for all.

            \(example.help("labels overlap"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "votes.csv": """
            task,worker,label
            a,ann,yes
            a,bob,yes
            a,cleo,yes
            b,bob,no
            b,ann,no
            b,cleo,yes
            c,cleo,no
            c,ann,no
            c,bob,no
            d,ann,yes
            d,cleo,no
            d,bob,yes

            """
        ],
        arguments: ["votes.csv", "--stop-at", "0.9", "--method", "one-coin"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The votes: a file, or - for standard input.") var votes: String
    @Option(help: "The probability at which nobody is asked any more.") var stopAt: Double
    @Option(help: "auto, majority, weighted, one-coin, dawid-skene, glad or mace.")
    var method: String = Aggregators.automatic
    @Option(help: "Known answers to measure accuracy: task,label; the method does not see them.") var gold: String?

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses a bar that is no probability, and unknown methods.
    public func validate() throws {
        guard stopAt > 0, stopAt <= 1 else { throw ValidationError("--stop-at lies above 0 and at most at 1") }
        guard Aggregators.names.contains(method) else {
            throw ValidationError("--method is one of \(Aggregators.names.joined(separator: ", "))")
        }
    }

    /// Replays and compares.
    public func report(at desk: Desk) throws -> Report {
        let file = try ChoiceVotesFile(desk: desk, path: votes, gold: gold, format: files.format)
        let choice = AutomaticChoice(file.table)
        let isAutomatic = method == Aggregators.automatic
        let name = isAutomatic ? choice.name : method
        let aggregator = Aggregators.named(name, seed: files.seed) ?? MajorityVote()
        let study = OverlapStudy(
            file, aggregator, stopAt: stopAt, hasGold: gold != nil, seed: files.seed, threads: files.threads)
        guard !study.judged.isEmpty else {
            throw CommandProblem.badInput("\(gold ?? votes): no task has both votes and a known answer")
        }
        return OverlapReport(
            study: study, file: file, method: name, why: isAutomatic ? choice.why : "asked for", stopAt: stopAt
        ).report
    }
}
