import ArgumentParser
import TandemLabeling
import TandemTabular

/// Says what people should label next, and why.
public struct NextCommand: FileCommand {
    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "next", abstract: "Chooses what to label next, labeled items again where that is worth more.",
        discussion: """
            POOL has an id column and, for diversity, clustered and density, columns of numbers, categories or texts.
            Probabilities: id, then p_<class>; out of sample for items with votes. Votes: task, worker, label.
            Strategies: \(QueryStrategies.all.map(\.name).joined(separator: ", ")).
            The first row is asked first. The score is the strategy's own figure: for activelab the lowest comes first,
            for all others the highest; diversity counts distance.

            \(example.help("labels next"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "pool.csv": "id,text\na,free prize now\nb,see you at noon\nc,claim your prize\nd,lunch?\n",
            "p.csv": "id,p_ham,p_spam\na,0.1,0.9\nb,0.97,0.03\nc,0.45,0.55\nd,0.9,0.1\n",
            "votes.csv": "task,worker,label\na,ann,spam\na,ben,ham\nd,ann,ham\nd,ben,ham\n",
        ],
        arguments: [
            "pool.csv", "--probabilities", "p.csv", "--votes", "votes.csv", "--strategy", "activelab", "--batch", "2",
        ])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The items: a file, or - for standard input.") var path: String
    @Option(help: "A model's class probabilities; say it again for each member of a committee.")
    var probabilities: [String] = []
    @Option(help: "The votes so far.") var votes: String?
    @Option(help: "How to choose; hedged if not said.")
    var strategy: String?
    @Option(help: "How many items.") var batch = 10
    @Option(help: "The column of ids.") var id = "id"
    @Option(help: "The columns that say what items are like, separated by commas; all but the id if not said.")
    var features: String?

    /// A command, as the parser makes it.
    public init() {}

    /// Refuses unknown strategies and empty batches.
    public func validate() throws {
        guard batch > 0 else { throw ValidationError("--batch is at least 1") }
        if let strategy, QueryStrategies.named(strategy) == nil {
            throw ValidationError(
                "--strategy is one of \(QueryStrategies.all.map(\.name).joined(separator: ", ")), not \(strategy)")
        }
    }

    /// Chooses.
    public func report(at desk: Desk) throws -> Report {
        let chosen = strategy.flatMap(QueryStrategies.named) ?? QueryStrategies.standard
        let needs = type(of: chosen).needs
        let read = try QueryFiles(
            .init(
                pool: path, format: files.format, id: id, probabilities: probabilities, votes: votes,
                features: features?.split(separator: ",").map(String.init), needsFeatures: needs.contains(.features),
                usesFeatures: type(of: chosen).uses.contains(.features)),
            at: desk)
        let queries: [Query]
        do {
            queries = try chosen.choose(from: read.pool, count: batch, seed: files.seed)
        } catch {
            throw CommandProblem.usage("\(error)\(needs.contains(.probabilities) ? ": give --probabilities" : "")")
        }
        var notes = read.notes
        if queries.count < batch {
            notes.append("the pool has \(queries.count) items to ask about, \(batch) were wanted")
        }
        return Report(
            facts: [
                "strategy": .string(chosen.name), "pool": JSONValue(read.pool.rows),
                "unlabeled": JSONValue(read.pool.unlabeled.count), "seed": .string("\(files.seed)"),
            ],
            rowsName: "items", rows: table(queries, read, chosen), summary: [summary(queries, read)], notes: notes)
    }

    private func table(_ queries: [Query], _ read: QueryFiles, _ strategy: any QueryStrategy) -> OutputTable {
        let votes = queries.map { read.pool.votes?.count(on: $0.row) ?? 0 }
        return OutputTable([
            .init("rank", .integers(Array(1..<(queries.count + 1)))),
            .init("id", .texts(queries.map { read.ids[$0.row] })),
            .init("action", .texts(votes.map { $0 > 0 ? "relabel" : "label" })),
            .init("score", .numbers(queries.map(\.score))),
            .init("reason", .texts(queries.map(\.reason.rawValue))),
            .init("why", .texts(queries.map(\.reason.sentence))),
            .init("votes", .integers(votes)),
        ])
    }

    private func summary(_ queries: [Query], _ read: QueryFiles) -> SummaryTable {
        SummaryTable(
            "Label next", columns: ["", "id", "score", "why"],
            rows: queries.prefix(10).enumerated().map { rank, query in
                [
                    "\(rank + 1)", read.ids[query.row], SummaryTable.number(query.score), query.reason.sentence,
                ]
            })
    }
}
