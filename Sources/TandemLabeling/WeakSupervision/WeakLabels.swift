/// Labels with probabilities that come from labeling functions' votes.
public struct WeakLabels: Sendable, Hashable {
    /// The labels' names.
    public let labels: [String]
    /// The probability of each label, task by task: tasks × labels.
    ///
    /// Under the majority it is the share of the votes. A task without a vote has the balance of the labels.
    public let probabilities: [Double]
    /// What can be counted without a model.
    public let overview: VoteOverview
    /// The label model; nil where the majority was used.
    public let model: LabelModel?
    /// Why the majority was used, or would have been had the model not been asked for; nil where the model was chosen.
    public let fallback: FallbackReason?
    /// Functions that depend on each other and share a vote's weight, strongest first.
    public let dependences: [FunctionDependence]
    /// For each function its accuracy as the model estimates it, with a 95 % interval; nil without votes or model.
    public let accuracies: [EstimatedAccuracy?]
    /// Rounds of the fit; 0 under the majority.
    public let rounds: Int
    /// Tasks that the model was fitted on.
    public let fittedTasks: Int

    /// Number of tasks.
    public var taskCount: Int { overview.votesOnTask.count }

    /// The most probable label of a task; nil without a vote and on an exact tie.
    public func label(of task: Int) -> Int? {
        guard overview.votesOnTask[task] > 0 else { return nil }
        let first = task * labels.count
        var best = 0
        var isTie = false
        for label in 1..<labels.count {
            let difference = probabilities[first + label] - probabilities[first + best]
            if difference > 1e-12 {
                best = label
                isTie = false
            } else if difference >= -1e-12 {
                isTie = true
            }
        }
        return isTie ? nil : best
    }

    /// The probability of a task's most probable label.
    public func confidence(of task: Int) -> Double {
        probabilities[task * labels.count..<(task + 1) * labels.count].max() ?? 0
    }

    /// The tasks that people should look at: functions contradict each other; the least certain first, at most `limit`.
    public func conflicts(limit: Int = .max) -> [Int] {
        let tasks = overview.isConflict.indices.filter { overview.isConflict[$0] }
        let certainty = tasks.map { confidence(of: $0) }
        let order = tasks.indices.sorted { (certainty[$0], tasks[$0]) < (certainty[$1], tasks[$1]) }
        return order.prefix(limit).map { tasks[$0] }
    }
}
