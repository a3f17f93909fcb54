import ArgumentParser
import TandemLabeling
import TandemStatistics
import TandemTabular

/// Combines the votes of labeling functions into labels with probabilities.
public struct WeakCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "weak", abstract: "Combines the votes of labeling functions into labels with probabilities.",
        discussion: """
            The votes: task,worker,label with a row a vote; or a row a task, its name in the first column and a column
            for each function. An empty field or --abstain is an abstention.
            A label model learns from agreement alone how often each function is right; functions that depend on each
            other share a vote. Where it cannot win the majority is used, and a line says why: fewer than three functions
            vote, all votes are for one label, fewer than 30 tasks have two votes, or the model would overturn more than a
            tenth of what several functions agree on.

            \(example.help("labels weak"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "votes.csv": "id,subscribe,link,short\n"
                + (0..<40).map {
                    "c\($0),\($0 % 4 == 0 ? "" : "\($0 % 2)"),\($0 % 2),\($0 % 5 == 0 ? 1 - $0 % 2 : $0 % 2)\n"
                }
                .joined(),
            "gold.csv": "id,label\nc1,1\nc2,0\nc5,1\nc10,0\n",
        ],
        arguments: ["votes.csv", "--abstain", "-1", "--gold", "gold.csv"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The votes: a file, or - for standard input.") var votes: String
    @Option(parsing: .unconditional, help: "The text that is an abstention, besides an empty field.") var abstain = "-1"
    @Option(help: "Answers known beforehand: id,label. Used to judge, never to learn.") var gold: String?
    @Option(help: "The column of tasks where functions are columns; by default the first.") var id: String?
    @Option(help: "auto, label-model or majority.") var method: WeakSupervision.Method = .auto
    @Option(help: "The labels' shares, if they are known: ham=0.8,spam=0.2.") var balance: String?
    @Option(help: "Write the tasks on which functions contradict each other, least certain first: for people.")
    var conflicts: String?

    /// A command, as the parser makes it.
    public init() {}

    /// Combines the votes.
    public func report(at desk: Desk) throws -> Report {
        let file = try FunctionVotesFile(votes, .init(format: files.format, id: id, abstention: abstain), at: desk)
        let gold = try gold.map { try GoldAnswers($0, format: nil, file, at: desk) }
        let settings = WeakSupervision(
            method: method, balance: try balance.map { try Self.shares($0, file.votes.labels) }, seed: files.seed,
            threads: files.threads)
        let labels: WeakLabels
        do { labels = try settings.labels(of: file.votes) } catch {
            throw CommandProblem.usage("--balance: \(error)")
        }
        let writer = WeakReport(file: file, labels: labels, gold: gold, method: method)
        var majority: Estimate?
        if let gold, labels.model != nil {
            majority = gold.accuracy(
                of: try WeakSupervision(method: .majority, threads: files.threads).labels(of: file.votes))
        }
        var report = Report(
            facts: writer.facts(majority: majority), rowsName: "tasks", rows: writer.rows, summary: writer.summary,
            chart: writer.chart)
        if let reason = labels.fallback, method != .majority {
            let used = labels.model == nil ? "the majority is used" : "the majority would be safer"
            report.notes.append("\(used): \(reason.sentence)")
        }
        if let conflicts { report.files.append(.init(path: conflicts, rows: writer.conflicts())) }
        return report
    }

    /// `ham=0.8,spam=0.2` in the order of the labels.
    private static func shares(_ text: String, _ labels: [String]) throws -> [Double] {
        var shares: [String: Double] = [:]
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2, let share = Double(parts[1]), labels.contains(parts[0]), shares[parts[0]] == nil
            else {
                throw CommandProblem.usage("--balance is LABEL=SHARE,… for \(labels.joined(separator: ", "))")
            }
            shares[parts[0]] = share
        }
        return labels.map { shares[$0] ?? 0 }
    }
}

extension WeakSupervision.Method: ExpressibleByArgument {}
