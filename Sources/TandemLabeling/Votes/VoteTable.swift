/// Votes in compact form: items and workers numbered in the order of first sight, votes grouped by item.
///
/// Ten million votes take 80 MB and one pass; all aggregators and agreement figures read this form. A worker's later
/// vote on the same item replaces the earlier one.
public struct VoteTable: Sendable, Hashable {
    /// The number of possible labels, at least two.
    public let labelCount: Int
    /// Item names by number.
    public let items: [String]
    /// Worker names by number.
    public let workers: [String]
    /// Votes of item i stand at offsets[i] ..< offsets[i + 1].
    let offsets: [Int]
    /// The worker of each vote.
    let voters: [Int32]
    /// The label of each vote.
    let labels: [Int32]

    /// Groups votes by item.
    public init(_ votes: [Vote], labelCount: Int) throws(LabelingError) {
        guard labelCount >= 2 else { throw .tooFewLabels(labelCount) }
        for vote in votes where vote.label < 0 || vote.label >= labelCount {
            throw .labelOutOfRange(vote.label, labelCount: labelCount)
        }
        self.labelCount = labelCount
        let itemNumbers = Self.number(votes.lazy.map(\.item))
        let workerNumbers = Self.number(votes.lazy.map(\.worker))
        items = itemNumbers.names
        workers = workerNumbers.names
        var groups = [[(Int32, Int32)]](repeating: [], count: items.count)
        for (index, vote) in votes.enumerated() {
            let item = itemNumbers.numbers[index]
            let worker = Int32(workerNumbers.numbers[index])
            if let earlier = groups[item].firstIndex(where: { $0.0 == worker }) {
                groups[item][earlier].1 = Int32(vote.label)
            } else {
                groups[item].append((worker, Int32(vote.label)))
            }
        }
        var offsets = [0]
        for group in groups { offsets.append(offsets[offsets.count - 1] + group.count) }
        self.offsets = offsets
        voters = groups.flatMap { $0.map(\.0) }
        labels = groups.flatMap { $0.map(\.1) }
    }

    /// The number of votes.
    public var voteCount: Int { labels.count }

    /// The votes on the item with this number.
    public func votes(on item: Int) -> [ItemVote] {
        (offsets[item]..<offsets[item + 1]).map { ItemVote(worker: workers[Int(voters[$0])], label: Int(labels[$0])) }
    }

    /// How often each label was given to the item with this number.
    public func counts(on item: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: labelCount)
        for vote in offsets[item]..<offsets[item + 1] { counts[Int(labels[vote])] += 1 }
        return counts
    }

    private static func number(_ names: some Sequence<String>) -> (names: [String], numbers: [Int]) {
        var known: [String: Int] = [:]
        var order: [String] = []
        let numbers = names.map { name in
            if let number = known[name] { return number }
            known[name] = order.count
            order.append(name)
            return order.count - 1
        }
        return (order, numbers)
    }
}
