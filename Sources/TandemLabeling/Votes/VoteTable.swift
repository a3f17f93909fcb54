import TandemTabular

/// Votes in compact form: items and workers numbered, votes grouped by item.
///
/// Ten million votes take 80 MB beside the names; memory grows with votes alone. All aggregators and agreement figures
/// read this form. A worker's later vote on the same item replaces the earlier one.
public struct VoteTable: Sendable, Hashable {
    /// The number of possible labels, at least two.
    public let labelCount: Int
    /// Item names by number.
    public let items: [String]
    /// Worker names by number.
    public let workers: [String]
    /// Votes of item i stand at offsets[i] ..< offsets[i + 1], in the order they were given.
    let offsets: [Int]
    /// The worker of each vote.
    let voters: [Int32]
    /// The label of each vote.
    let labels: [Int32]

    /// Groups votes by item; items and workers are numbered in the order of first sight.
    /// - Throws: `LabelingError` for fewer than two labels, or a label out of range.
    public init(_ votes: [Vote], labelCount: Int) throws(LabelingError) {
        let itemNumbers = Self.number(votes.lazy.map(\.item))
        let workerNumbers = Self.number(votes.lazy.map(\.worker))
        try self.init(
            items: itemNumbers, workers: workerNumbers, labels: votes.map { Int32(clamping: $0.label) },
            labelCount: labelCount)
    }

    /// Groups coded columns by item, one row a vote, in one pass and without looking at a name.
    ///
    /// - Parameters:
    ///   - items: the item of each vote; a name without a vote becomes an item without votes.
    ///   - workers: the worker of each vote.
    ///   - labels: the label of each vote, in 0 ..< labelCount.
    ///   - labelCount: the number of possible labels, at least two.
    /// - Throws: `LabelingError` for fewer than two labels, or a label out of range.
    /// - Precondition: the columns have one length and no missing value.
    public init(items: Codes, workers: Codes, labels: [Int32], labelCount: Int) throws(LabelingError) {
        guard labelCount >= 2 else { throw .tooFewLabels(labelCount) }
        precondition(items.codes.count == labels.count && workers.codes.count == labels.count, "one row a vote")
        if let bad = labels.first(where: { $0 < 0 || $0 >= labelCount }) {
            throw .labelOutOfRange(Int(bad), labelCount: labelCount)
        }
        self.labelCount = labelCount
        self.items = items.names
        self.workers = workers.names
        let groups = GroupedVotes(items: items, workers: workers, labels: labels)
        offsets = groups.offsets
        voters = groups.voters
        self.labels = groups.labels
    }

    /// A table from its parts, which fit together.
    init(labelCount: Int, items: [String], workers: [String], offsets: [Int], voters: [Int32], labels: [Int32]) {
        self.labelCount = labelCount
        self.items = items
        self.workers = workers
        self.offsets = offsets
        self.voters = voters
        self.labels = labels
    }

    /// The number of votes.
    public var voteCount: Int { labels.count }

    /// The numbers of the votes on the item with this number.
    public func range(of item: Int) -> Range<Int> { offsets[item]..<offsets[item + 1] }

    /// The number of the worker who gave the vote with this number.
    public func worker(of vote: Int) -> Int { Int(voters[vote]) }

    /// The label of the vote with this number.
    public func label(of vote: Int) -> Int { Int(labels[vote]) }

    /// The votes on the item with this number.
    public func votes(on item: Int) -> [ItemVote] {
        range(of: item).map { ItemVote(worker: workers[Int(voters[$0])], label: Int(labels[$0])) }
    }

    /// How often each label was given to the item with this number.
    public func counts(on item: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: labelCount)
        for vote in offsets[item]..<offsets[item + 1] { counts[Int(labels[vote])] += 1 }
        return counts
    }

    private static func number(_ names: some Sequence<String>) -> Codes {
        var known: [String: Int32] = [:]
        var order: [String] = []
        let numbers = names.map { name in
            if let number = known[name] { return number }
            let number = Int32(order.count)
            known[name] = number
            order.append(name)
            return number
        }
        return Codes(codes: numbers, names: order)
    }
}
