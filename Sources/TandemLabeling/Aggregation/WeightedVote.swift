import TandemTabular

/// Votes weighted by how often each worker agrees with the majority (Wawa, "worker agreement with aggregate").
///
/// Two passes and no model: the same shares as crowd-kit's `Wawa`. Robust where votes are few; a worker who always
/// errs counts little, but never against its own vote.
public struct WeightedVote: Aggregator {
    /// The name of this method.
    public static let name = "weighted"

    /// The method; it has no settings.
    public init() {}

    /// The weighted share of votes for each label; a worker's weight is its share of votes that give the majority label,
    /// or the known one, the lowest label on a tie.
    public func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit> {
        let majority = VoteShares.winners(
            VoteShares.posteriors(votes, known: known, threads: threads), labels: votes.labelCount)
        var right = [Double](repeating: 0, count: votes.workers.count)
        var all = right
        for item in votes.items.indices {
            for vote in votes.range(of: item) {
                right[votes.worker(of: vote)] += votes.labels[vote] == majority[item] ? 1 : 0
                all[votes.worker(of: vote)] += 1
            }
        }
        let skills = zip(right, all).map { $1 > 0 ? $0 / $1 : 0 }
        var accuracy: [String: Double] = [:]
        for (number, worker) in votes.workers.enumerated() where all[number] > 0 { accuracy[worker] = skills[number] }
        return Aggregation(
            posteriors: VoteShares.posteriors(votes, known: known, threads: threads, weights: skills),
            fit: Fit(labelCount: votes.labelCount, workerAccuracy: accuracy))
    }

    /// Each worker's weight.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// Each worker's agreement with the majority, its weight.
        public let workerAccuracy: [String: Double]
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(workerAccuracy, otherwise: 0.8)
        }

        /// A judge that weighs votes, with one pseudo-vote of an average worker spread over all labels, so that one vote
        /// alone is never certainty; an unknown worker has the average weight.
        public func judge(of workers: [String]) -> any ItemJudge {
            WeightedJudge(
                labelCount: labelCount, average: average, weights: workers.map { workerAccuracy[$0] ?? average })
        }

        /// What was learned as JSON.
        public var json: JSONValue {
            [
                "label_count": JSONValue(labelCount),
                "worker_accuracy": .object(workerAccuracy.mapValues(JSONValue.number)),
            ]
        }

        /// Reads what `json` prints.
        public init(json: JSONValue) throws(LabelingError) {
            let members = FitJSON(json: json)
            self.init(
                labelCount: try members.labelCount(), workerAccuracy: try members.workers("worker_accuracy"))
        }
    }
}

/// Weighted shares of votes.
private struct WeightedJudge: ItemJudge {
    let labelCount: Int
    let average: Double
    let weights: [Double]

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        let pseudo = max(average, OneCoinPosterior.margin) / Double(labelCount)
        posterior.removeAll(keepingCapacity: true)
        for _ in 0..<labelCount { posterior.append(pseudo) }
        var total = pseudo * Double(labelCount)
        ballot.eachVote { worker, label in
            posterior[label] += weights[worker]
            total += weights[worker]
        }
        for label in 0..<labelCount { posterior[label] /= total }
    }
}
