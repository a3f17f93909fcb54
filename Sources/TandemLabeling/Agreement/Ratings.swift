/// Votes by number, grouped by task: what agreement is measured on.
///
/// A worker's later vote on a task replaces the earlier one, so that nobody agrees with themselves.
public struct Ratings: Sendable, Hashable {
    /// The number of possible labels.
    public let labelCount: Int
    /// The number of workers.
    public let workerCount: Int
    /// Votes of task t stand at offsets[t] ..< offsets[t + 1].
    let offsets: [Int]
    /// The worker of each vote; no worker twice on a task.
    let workers: [Int32]
    /// The label of each vote.
    let labels: [Int32]

    /// The number of tasks.
    public var taskCount: Int { offsets.count - 1 }

    /// The number of votes that count.
    public var voteCount: Int { labels.count }

    /// Groups votes by task.
    ///
    /// - Parameters:
    ///   - tasks: the task of each vote, in 0 ..< taskCount.
    ///   - workers: the worker of each vote, in 0 ..< workerCount.
    ///   - labels: the label of each vote, in 0 ..< labelCount.
    ///   - taskCount: the number of tasks.
    ///   - workerCount: the number of workers.
    ///   - labelCount: the number of possible labels.
    /// - Throws: ``LabelingError/labelOutOfRange(_:labelCount:)``.
    /// - Precondition: the lists have one length, tasks and workers are in range.
    public init(
        tasks: [Int32], workers: [Int32], labels: [Int32], taskCount: Int, workerCount: Int, labelCount: Int
    ) throws(LabelingError) {
        precondition(tasks.count == workers.count && tasks.count == labels.count, "a vote has task, worker and label")
        for label in labels where label < 0 || Int(label) >= labelCount {
            throw .labelOutOfRange(Int(label), labelCount: labelCount)
        }
        var starts = [Int](repeating: 0, count: taskCount + 1)
        for task in tasks { starts[Int(task) + 1] += 1 }
        for task in 0..<taskCount { starts[task + 1] += starts[task] }
        var next = starts
        var votes = [(worker: Int32, row: Int32)](repeating: (0, 0), count: tasks.count)
        for (row, task) in tasks.enumerated() {
            votes[next[Int(task)]] = (workers[row], Int32(row))
            next[Int(task)] += 1
        }
        var offsets = [0]
        var keptWorkers: [Int32] = []
        var keptLabels: [Int32] = []
        keptWorkers.reserveCapacity(tasks.count)
        keptLabels.reserveCapacity(tasks.count)
        for task in 0..<taskCount {
            let group = votes[starts[task]..<starts[task + 1]].sorted { ($0.worker, $0.row) < ($1.worker, $1.row) }
            for (place, vote) in group.enumerated()
            where place + 1 == group.count || group[place + 1].worker != vote.worker {
                keptWorkers.append(vote.worker)
                keptLabels.append(labels[Int(vote.row)])
            }
            offsets.append(keptLabels.count)
        }
        self.labelCount = labelCount
        self.workerCount = workerCount
        self.offsets = offsets
        self.workers = keptWorkers
        self.labels = keptLabels
    }

    /// The votes of a table, which already holds one vote a worker and item.
    public init(_ votes: VoteTable) {
        labelCount = votes.labelCount
        workerCount = votes.workers.count
        offsets = votes.offsets
        workers = votes.voters
        labels = votes.labels
    }
}
