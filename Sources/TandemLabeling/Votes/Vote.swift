/// One worker's label of one item.
public struct Vote: Sendable, Hashable {
    /// The item judged.
    public let item: String
    /// The worker, person or program, who judged.
    public let worker: String
    /// The label given, in 0 ..< labelCount.
    public let label: Int

    /// Makes a vote.
    public init(item: String, worker: String, label: Int) {
        self.item = item
        self.worker = worker
        self.label = label
    }
}

/// A vote on the item at hand: who gave which label.
public struct ItemVote: Sendable, Hashable {
    /// The worker, person or program, who judged.
    public let worker: String
    /// The label given, in 0 ..< labelCount.
    public let label: Int

    /// Makes a vote.
    public init(worker: String, label: Int) {
        self.worker = worker
        self.label = label
    }
}
