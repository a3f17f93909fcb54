/// A way to make one label out of many votes.
///
/// Extension point: one file, and one line in the conformance list. Fitting reads all votes of a project and is a job;
/// resolving one item uses the last fit and is cheap enough for the transaction that stores the deciding vote. Both are
/// deterministic.
public protocol Aggregator: Sendable {
    /// What fitting learns about the workers.
    associatedtype Fit: AggregatorFit

    /// A stable name, as it stands in policies and events.
    static var name: String { get }

    /// Learns from votes; an empty table gives a usable fit that knows nobody.
    func fit(_ votes: VoteTable) -> Fit
}

/// What an aggregator has learned, ready to judge single items.
public protocol AggregatorFit: Sendable, Hashable {
    /// The number of possible labels.
    var labelCount: Int { get }

    /// The estimated accuracy of each known worker, in 0 … 1.
    var workerAccuracy: [String: Double] { get }

    /// Judges one item by its votes; unknown workers count as average ones.
    func consensus(of votes: [ItemVote]) -> Consensus
}

extension AggregatorFit {
    /// Judges all items of a table, in its order.
    public func consensus(of table: VoteTable) -> [Consensus] {
        table.items.indices.map { consensus(of: table.votes(on: $0)) }
    }

    /// The estimated labeling accuracy: the mean posterior probability of the labels that were given; nil for no votes.
    ///
    /// KPI 1 where there is no gold, to be shown as *estimated*.
    public func estimatedAccuracy(of table: VoteTable) -> Double? {
        guard table.voteCount > 0 else { return nil }
        var sum = 0.0
        for item in table.items.indices {
            let votes = table.votes(on: item)
            let posterior = consensus(of: votes).posterior
            for vote in votes { sum += posterior[vote.label] }
        }
        return sum / Double(table.voteCount)
    }
}
