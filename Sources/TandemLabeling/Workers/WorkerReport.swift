import TandemStatistics

/// How good one worker's votes are, with how sure we are of it.
public struct WorkerReport: Sendable, Hashable {
    /// What votes were held against.
    public enum Basis: String, Sendable, Hashable, CaseIterable {
        /// Items whose label is known.
        case gold
        /// The consensus of the other votes on the item, the worker's own left out.
        case others
    }

    /// The worker's name.
    public let worker: String
    /// Number of votes.
    public let votes: Int
    /// What accuracy was measured against.
    public let basis: Basis
    /// The share of judged votes that are right, with Wilson's 95 % interval; nil when no vote could be judged.
    ///
    /// Against known items where the worker answered any; else against the others' consensus, which is itself only
    /// probably right, so that it measures agreement with the better judgment of others.
    public let accuracy: Estimate?
    /// The share of votes that give the item's consensus label, the worker's own vote counted in.
    public let agreement: Double
    /// Expected votes by label given and true label.
    public let confusion: ConfusionCounts
    /// For each label its share among the worker's votes minus its expected share among the true labels of the items
    /// judged: positive for a label given too often.
    public let bias: [Double]
}

/// Judges the workers of a table by posteriors and a fit.
public struct WorkerReports: Sendable {
    private let votes: VoteTable
    private let known: KnownLabels
    private let posteriors: [Double]
    private let threads: Int

    /// Over an aggregation's posteriors, items × labels.
    public init(_ votes: VoteTable, known: KnownLabels = .none, posteriors: [Double], threads: Int = 1) {
        precondition(posteriors.count == votes.items.count * votes.labelCount, "a posterior for each item and label")
        self.votes = votes
        self.known = known
        self.posteriors = posteriors
        self.threads = threads
    }

    /// A report of each worker with votes, in the table's order.
    public func all(by fit: some AggregatorFit) -> [WorkerReport] {
        let judged = OthersConsensus(votes, known: known, judge: fit.judge(of: votes.workers), threads: threads)
        let winners = VoteShares.winners(posteriors, labels: votes.labelCount)
        let index = WorkerVotes(votes)
        let confusions = ConfusionCounts.all(votes, posteriors: posteriors, threads: threads)
        return votes.workers.indices.compactMap { worker in
            let own = index.votes(of: worker).map(Int.init)
            guard !own.isEmpty else { return nil }
            let tested = own.filter { known[Int(index.items[$0])] != nil }
            let agreeing = own.count { votes.labels[$0] == winners[Int(index.items[$0])] }
            return WorkerReport(
                worker: votes.workers[worker], votes: own.count, basis: tested.isEmpty ? .others : .gold,
                accuracy: accuracy(tested.isEmpty ? own : tested, judged.labels),
                agreement: Double(agreeing) / Double(own.count), confusion: confusions[worker],
                bias: bias(own, index))
        }
    }

    private func accuracy(_ own: [Int], _ reference: [Int32]) -> Estimate? {
        let judged = own.filter { reference[$0] >= 0 }
        return Estimate.wilson(successes: judged.count { reference[$0] == votes.labels[$0] }, of: judged.count)
    }

    private func bias(_ own: [Int], _ index: WorkerVotes) -> [Double] {
        let labels = votes.labelCount
        var difference = [Double](repeating: 0, count: labels)
        for vote in own {
            difference[votes.label(of: vote)] += 1
            let start = Int(index.items[vote]) * labels
            for label in 0..<labels { difference[label] -= posteriors[start + label] }
        }
        return difference.map { $0 / Double(own.count) }
    }
}
