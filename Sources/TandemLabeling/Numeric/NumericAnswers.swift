import TandemStatistics

/// Numbers that workers gave to tasks, grouped by task.
///
/// A worker's later answer to a task replaces the earlier one.
public struct NumericAnswers: Sendable, Hashable {
    /// The number of tasks.
    public let taskCount: Int
    /// The number of workers.
    public let workerCount: Int
    /// Answers to task t stand at offsets[t] ..< offsets[t + 1].
    let offsets: [Int]
    /// The worker of each answer, ascending within a task.
    let workers: [Int32]
    /// The number answered.
    let values: [Double]

    /// The number of answers that count.
    public var count: Int { values.count }

    /// Groups answers by task.
    ///
    /// - Parameters:
    ///   - tasks: the task of each answer, in 0 ..< taskCount.
    ///   - workers: the worker of each answer, in 0 ..< workerCount.
    ///   - values: the answers.
    ///   - taskCount: the number of tasks.
    ///   - workerCount: the number of workers.
    /// - Throws: `StatisticsError.invalidValue` for a number that is not finite.
    /// - Precondition: the lists have one length, tasks and workers are in range.
    public init(
        tasks: [Int32], workers: [Int32], values: [Double], taskCount: Int, workerCount: Int
    ) throws(StatisticsError) {
        precondition(tasks.count == workers.count && tasks.count == values.count, "an answer has task, worker, value")
        if let bad = values.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad) }
        let order = AnswerOrder(tasks: tasks, workers: workers, taskCount: taskCount)
        self.taskCount = taskCount
        self.workerCount = workerCount
        offsets = order.offsets
        self.workers = order.rows.map { workers[$0] }
        self.values = order.rows.map { values[$0] }
    }

    /// Every answer with its task and worker.
    public var all: [(task: Int, worker: Int, value: Double)] {
        (0..<taskCount).flatMap { task in
            (offsets[task]..<offsets[task + 1]).map { (task, Int(workers[$0]), values[$0]) }
        }
    }

    /// The numbers answered to a task.
    public func values(on task: Int) -> ArraySlice<Double> { values[offsets[task]..<offsets[task + 1]] }
}

/// The rows that count of answers in any order: by task, then by worker, a worker's last answer to each task.
struct AnswerOrder {
    /// Rows of task t stand at offsets[t] ..< offsets[t + 1].
    let offsets: [Int]
    let rows: [Int]

    init(tasks: [Int32], workers: [Int32], taskCount: Int) {
        var groups = [[Int]](repeating: [], count: taskCount)
        for (row, task) in tasks.enumerated() { groups[Int(task)].append(row) }
        var offsets = [0]
        var rows: [Int] = []
        for group in groups {
            let sorted = group.sorted { (workers[$0], $0) < (workers[$1], $1) }
            for (place, row) in sorted.enumerated()
            where place + 1 == sorted.count || workers[sorted[place + 1]] != workers[row] { rows.append(row) }
            offsets.append(rows.count)
        }
        self.offsets = offsets
        self.rows = rows
    }
}
