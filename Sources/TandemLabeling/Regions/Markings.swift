/// A region that a worker marked on a task and named.
public struct Marking<Place: Region>: Sendable, Hashable {
    /// The task's number.
    public let task: Int
    /// The worker's number.
    public let worker: Int
    /// Where.
    public let place: Place
    /// The label's number.
    public let label: Int

    /// A marking.
    public init(task: Int, worker: Int, place: Place, label: Int) {
        self.task = task
        self.worker = worker
        self.place = place
        self.label = label
    }
}

/// Regions on which several workers agree, as one.
public struct RegionCluster<Place: Region>: Sendable, Hashable {
    /// The task's number.
    public let task: Int
    /// Where the workers see it, taken together.
    public let place: Place
    /// The label with the most votes; the lowest on a tie.
    public let label: Int
    /// Workers who marked it.
    public let votes: Int
    /// Workers who judged the task.
    public let workers: Int
    /// Workers who marked it and gave the label.
    public let labelVotes: Int
    /// The mean overlap of the members' regions with the place, intersection over union.
    public let tightness: Double

    /// The share of workers who marked it.
    public var support: Double { Double(votes) / Double(workers) }
}
