import TandemLabeling
import TandemTabular

/// A model's probabilities for tasks.
struct ModelFile {
    private let path: String
    private let table: Table
    /// The classes, in the order of the columns.
    let classes: [String]

    /// Reads columns task and p_<class>.
    init(desk: Desk, path: String, format: TableFormat?) throws {
        var classes: [String] = []
        table = try desk.table(path, format: format) { header in
            classes = header.filter { $0.hasPrefix("p_") }.map { String($0.dropFirst(2)) }
            guard classes.count >= 2 else {
                throw CommandProblem.badInput("\(path): two columns p_<class> at least are needed")
            }
            return [.codes("task")] + classes.map { .numbers("p_" + $0) }
        }
        self.path = path
        self.classes = classes
    }

    /// Tasks of the model's file that are not among the votes'.
    func strangers(to tasks: [String]) -> Int { Set(table.codes("task").names).subtracting(tasks).count }

    /// The probabilities of the votes' tasks, items × classes.
    /// - Throws: `CommandProblem` for a task that is missing, the file's rows that are no probabilities.
    func probabilities(of file: ChoiceVotesFile) throws -> [Double] {
        let tasks = table.codes("task")
        var rowOf: [String: Int] = [:]
        var problems: [RowProblem] = []
        let columns = file.classes.map { table.numbers("p_" + $0) }
        for row in 0..<table.rowCount {
            guard let task = tasks[row] else { continue }
            let sum = columns.reduce(0) { $0 + $1[row] }
            if rowOf[task] != nil {
                problems.append(table.problem(row: row, column: "task", "task \(task) stands there twice"))
            } else if columns.contains(where: { !($0[row] >= 0 && $0[row] <= 1) }) || abs(sum - 1) > 0.01 {
                problems.append(
                    table.problem(row: row, "probabilities lie between 0 and 1 and sum to 1; these sum to \(sum)"))
            }
            rowOf[task] = row
        }
        guard problems.isEmpty else { throw FileProblems(path: path, problems: TableProblems(problems)) }
        let missing = file.table.items.filter { rowOf[$0] == nil }
        guard missing.isEmpty else {
            throw CommandProblem.badInput(
                "\(path): no probabilities for \(missing.count) tasks with votes: "
                    + missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : ""))
        }
        return file.table.items.flatMap { task in columns.map { $0[rowOf[task] ?? 0] } }
    }
}
