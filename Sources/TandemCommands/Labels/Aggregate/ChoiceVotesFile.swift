import TandemLabeling
import TandemTabular

/// Votes on labels read from a file, with known answers and the names behind the numbers.
struct ChoiceVotesFile {
    /// The votes; tasks in the order of the file, workers and classes by name.
    ///
    /// One more label than there are classes where there is only one class.
    let table: VoteTable
    /// The classes, by name: those of the votes, the known answers and the model.
    let classes: [String]
    /// The known answers to tasks of the table.
    let known: KnownLabels
    /// Rows that a later vote of the same worker on the same task replaced.
    let replaced: Int
    /// Known answers to tasks without votes.
    let strangers: Int

    /// Reads votes and known answers.
    ///
    /// - Parameters:
    ///   - desk: where files are.
    ///   - path: columns task, worker, label.
    ///   - gold: columns task, label; nil for none.
    ///   - allowed: classes beyond those of the votes; when not empty, votes for others are refused.
    ///   - format: how files are laid out; nil by their ending.
    /// - Throws: `CommandProblem`, or the files' bad rows.
    init(desk: Desk, path: String, gold: String? = nil, classes allowed: [String] = [], format: TableFormat?) throws {
        let rows = try desk.table(path, format: format) { _ in [.codes("task"), .codes("worker"), .codes("label")] }
        guard rows.rowCount > 0 else {
            throw CommandProblem.badInput("\(path): there are no votes; each row is task, worker, label")
        }
        let answers = try gold.map { try GoldFile(desk: desk, path: $0, format: format) }
        let labels = rows.codes("label")
        let names = Set(labels.names + (answers?.labels ?? []) + allowed)
        let classes = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, Int32($0)) })
        if !allowed.isEmpty { try Self.check(rows, labels, allowed: Set(allowed), path: path) }
        let coded = labels.names.map { places[$0] ?? -1 }
        let tasks = rows.codes("task")
        table = try VoteTable(
            items: tasks, workers: rows.codes("worker").sorted, labels: labels.codes.map { coded[Int($0)] },
            labelCount: max(2, classes.count))
        self.classes = classes
        replaced = rows.rowCount - table.voteCount
        let known = answers?.known(to: tasks.names, classes: places) ?? []
        self.known = KnownLabels(labels: known)
        strangers = (answers?.count ?? 0) - known.count { $0 >= 0 }
    }

    private static func check(_ rows: Table, _ labels: Codes, allowed: Set<String>, path: String) throws {
        let isKnown = labels.names.map(allowed.contains)
        guard isKnown.contains(false) else { return }
        let problems = labels.codes.indices.filter { !isKnown[Int(labels.codes[$0])] }.map { row in
            rows.problem(
                row: row, column: "label", "the model has no column p_\(labels.names[Int(labels.codes[row])])")
        }
        throw FileProblems(path: path, problems: TableProblems(problems))
    }
}

/// Known answers.
struct GoldFile {
    private let byTask: [String: String]

    /// The labels in it.
    var labels: Set<String> { Set(byTask.values) }

    /// Number of tasks.
    var count: Int { byTask.count }

    /// Reads columns task and label; a task that stands there with two labels is a bad row.
    init(desk: Desk, path: String, format: TableFormat?) throws {
        let rows = try desk.table(path, format: format) { _ in [.codes("task"), .codes("label")] }
        let (tasks, labels) = (rows.codes("task"), rows.codes("label"))
        var byTask: [String: String] = [:]
        var problems: [RowProblem] = []
        for row in 0..<rows.rowCount {
            guard let task = tasks[row], let label = labels[row] else { continue }
            if let other = byTask[task], other != label {
                problems.append(
                    rows.problem(row: row, column: "label", "task \(task) is \(other) above and \(label) here"))
            }
            byTask[task] = label
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        self.byTask = byTask
    }

    /// The number of each task's known class; −1 where none is known.
    func known(to tasks: [String], classes: [String: Int32]) -> [Int32] {
        tasks.map { byTask[$0].flatMap { classes[$0] } ?? -1 }
    }
}
