import TandemTabular

/// What an aggregator has learned, ready to judge single items and to be stored.
public protocol AggregatorFit: Sendable, Hashable {
    /// The number of possible labels.
    var labelCount: Int { get }

    /// The estimated accuracy of each known worker, in 0 … 1.
    var workerAccuracy: [String: Double] { get }

    /// A judge for whom these workers go by number; unknown ones count as average.
    func judge(of workers: [String]) -> any ItemJudge

    /// What was learned as JSON, which ``init(json:)`` reads.
    var json: JSONValue { get }

    /// Reads what `json` prints.
    /// - Throws: ``LabelingError/badFit(_:)``.
    init(json: JSONValue) throws(LabelingError)
}

extension AggregatorFit {
    /// Judges one item by its votes; unknown workers count as average ones, labels out of range are ignored.
    public func consensus(of votes: [ItemVote]) -> Consensus {
        let valid = votes.filter { $0.label >= 0 && $0.label < labelCount }
        let judge = judge(of: valid.map(\.worker))
        return judge.consensus(of: Ballot(voters: Array(0..<Int32(valid.count)), labels: valid.map { Int32($0.label) }))
    }

    /// Judges all items of a table, in its order.
    public func consensus(of table: VoteTable) -> [Consensus] {
        let judge = judge(of: table.workers)
        return table.items.indices.map { judge.consensus(of: table.ballot(of: $0)) }
    }

    /// The estimated labeling accuracy: the mean posterior probability of the labels that were given; nil for no votes.
    ///
    /// KPI 1 where there is no gold, to be shown as *estimated*.
    public func estimatedAccuracy(of table: VoteTable) -> Double? {
        guard table.voteCount > 0 else { return nil }
        let judge = judge(of: table.workers)
        var posterior: [Double] = []
        var sum = 0.0
        for item in table.items.indices {
            judge.posterior(of: table.ballot(of: item), into: &posterior)
            for vote in table.range(of: item) { sum += posterior[table.label(of: vote)] }
        }
        return sum / Double(table.voteCount)
    }
}
