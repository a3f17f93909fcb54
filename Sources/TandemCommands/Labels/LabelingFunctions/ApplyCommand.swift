import ArgumentParser
import TandemLabeling
import TandemTabular

/// Runs labeling functions that are written without code over a file.
public struct ApplyCommand: FileCommand {
    /// How votes are written.
    public enum Shape: String, Sendable, CaseIterable, ExpressibleByArgument {
        /// A row for each vote: task, worker, label.
        case long
        /// A row for each task, a column for each function; empty where it abstains.
        case wide
    }

    /// How the command is called.
    public static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Runs labeling functions, written without code, over the rows of a file.",
        discussion: """
            FUNCTIONS.yaml lists functions, each with a name and one of
              keyword: a word or list      with column, label, match (word | part), ignore_case (true)
              regex: 'https?://'           with column, label, ignore_case (false)
              when: 'amount > 2000'        with label, otherwise
              lookup: FILE or a mapping    with column, key, value (or label), ignore_case
              probability: COLUMN          with at_least, label, at_most, otherwise; file: joins another file by id
              model: MODEL.json            with class, at_least, label, at_most, otherwise
              label_from: COLUMN           with names, abstain
            Expressions know = != < <= > >=, in (…), contains, starts_with, ends_with, matches /…/, is missing,
            and, or, not, + - * / %, length(…), words(…), lower(…); an empty field is missing.
            The votes are for “tandem labels weak”.

            \(example.help("labels apply"))
            """)

    /// The worked example.
    public static let example = Example(
        files: [
            "functions.yaml": """
            labels: [ham, spam]
            functions:
              - {name: subscribe, keyword: [subscribe, my channel], column: text, label: spam}
              - {name: link, regex: 'https?://', column: text, label: spam}
              - {name: short, when: 'words(text) < 4 and likes >= 1', label: ham}

            """,
            "comments.csv": """
            id,text,likes
            c1,Subscribe to my channel http://x.y,0
            c2,great song,7
            c3,see https://win.example,1

            """,
        ],
        arguments: ["functions.yaml", "comments.csv"])

    /// What every command on files understands.
    @OptionGroup public var files: FileOptions
    @Argument(help: "The labeling functions, YAML.") var functions: String
    @Argument(help: "The rows: a file, or - for standard input.") var data: String
    @Option(help: "The column that names a row; by default task or id if there is one, else the row's number.")
    var id: String?
    @Option(help: "long: task,worker,label, a row a vote; wide: a column for each function.") var shape: Shape = .long

    /// A command, as the parser makes it.
    public init() {}

    /// Runs the functions.
    public func report(at desk: Desk) throws -> Report {
        let file = try FunctionsFile(functions, at: desk)
        let functions = try file.functions(at: desk, id: id ?? file.id ?? "id")
        let rows = try LabeledRows(
            data, format: files.format, functions: functions, id: id ?? file.id, file: file, at: desk)
        let votes: FunctionVotes
        do {
            votes = try LabelingRun(functions, threads: files.threads).votes(
                rowCount: rows.rowCount, labels: file.labels, column: rows.column)
        } catch let problem as RowProblem {
            throw FileProblems(path: data, problems: TableProblems([rows.located(problem)]))
        } catch let error as FunctionVotesError {
            throw CommandProblem.badInput("\(self.functions): \(error)")
        }
        let overview = VoteOverview(votes, threads: files.threads)
        return Report(
            facts: [
                "labels": .array(votes.labels.map(JSONValue.string)), "rows": JSONValue(votes.taskCount),
                "covered": JSONValue(overview.covered), "overlap": JSONValue(overview.overlaps),
                "conflict": JSONValue(overview.conflicts),
                "functions": .array(FunctionTable.facts(votes, overview)),
            ],
            rowsName: "votes", rows: shape == .long ? Self.long(votes, rows.ids) : Self.wide(votes, rows.ids),
            summary: [FunctionTable.summary(votes, overview)])
    }

    private static func long(_ votes: FunctionVotes, _ ids: LabeledRows.Identifiers) -> OutputTable {
        var (tasks, workers, labels): ([Int32], [Int32], [Int32]) = ([], [], [])
        for task in 0..<votes.taskCount {
            for (function, column) in votes.columns.enumerated() where column[task] >= 0 {
                tasks.append(Int32(task))
                workers.append(Int32(function))
                labels.append(Int32(column[task]))
            }
        }
        return OutputTable([
            .init("task", ids.values(tasks)), .init("worker", .codes(workers, names: votes.functions)),
            .init("label", .codes(labels, names: votes.labels)),
        ])
    }

    private static func wide(_ votes: FunctionVotes, _ ids: LabeledRows.Identifiers) -> OutputTable {
        let tasks = (0..<Int32(votes.taskCount)).map { $0 }
        return OutputTable(
            [.init("task", ids.values(tasks))]
                + zip(votes.functions, votes.columns).map { name, column in
                    .init(name, .codes(column.map(Int32.init), names: votes.labels))
                })
    }
}
