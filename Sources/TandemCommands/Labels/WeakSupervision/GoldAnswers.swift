import TandemLabeling
import TandemStatistics
import TandemTabular

/// Answers known beforehand, held against functions and labels.
struct GoldAnswers {
    /// For each task its label's place; −1 where it is not known.
    private let truth: [Int16]
    /// Number of tasks with a known answer.
    let count: Int

    /// Reads a file with the tasks in the column `task` or `id` (or the first) and the answers in `label` (or the second).
    init(_ path: String, format: TableFormat?, _ file: FunctionVotesFile, at desk: Desk) throws {
        var (id, label) = ("", "")
        let table = try desk.table(path, format: format) { header in
            id = ["task", "id"].first { header.contains($0) } ?? header.first ?? ""
            label = header.contains("label") ? "label" : header.first { $0 != id } ?? "label"
            return [.codes(id), .codes(label)]
        }
        let (ids, labels) = (table.codes(id), table.codes(label))
        let known = Dictionary(uniqueKeysWithValues: file.votes.labels.enumerated().map { ($1, Int16($0)) })
        let places = Dictionary(uniqueKeysWithValues: file.tasks.enumerated().map { ($1, $0) })
        var truth = [Int16](repeating: -1, count: file.tasks.count)
        // A label that no function gives is still an answer: whoever votes there is wrong.
        let map = labels.names.map { known[$0] ?? Int16.max }
        var count = 0
        for row in 0..<table.rowCount {
            guard ids.codes[row] >= 0, labels.codes[row] >= 0, let task = places[ids.names[Int(ids.codes[row])]] else {
                continue
            }
            let answer = map[Int(labels.codes[row])]
            if truth[task] >= 0, truth[task] != answer {
                throw FileProblems(
                    path: path,
                    problems: TableProblems([
                        table.problem(row: row, column: label, "the task has another answer in an earlier row")
                    ]))
            }
            if truth[task] < 0 { count += 1 }
            truth[task] = answer
        }
        guard count > 0 else {
            throw CommandProblem.badInput("\(path): none of its tasks is among the votes; is \(id) the right column?")
        }
        self.truth = truth
        self.count = count
    }

    /// How often a function is right where it votes and the answer is known.
    func accuracy(of column: [Int16]) -> Estimate? {
        var (right, all) = (0, 0)
        for (task, vote) in column.enumerated() where vote >= 0 && truth[task] >= 0 {
            all += 1
            if vote == truth[task] { right += 1 }
        }
        return Estimate.wilson(successes: right, of: all)
    }

    /// How often labels are right where there is one and the answer is known.
    func accuracy(of labels: WeakLabels) -> Estimate? {
        var (right, all) = (0, 0)
        for task in truth.indices where truth[task] >= 0 {
            guard let label = labels.label(of: task) else { continue }
            all += 1
            if label == Int(truth[task]) { right += 1 }
        }
        return Estimate.wilson(successes: right, of: all)
    }
}
