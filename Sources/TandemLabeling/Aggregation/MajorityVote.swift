/// The label with the most votes wins; what fitting learns only sharpens the posterior, never the winner.
public struct MajorityVote: Aggregator {
    /// The name of this method.
    public static let name = "majority"

    /// Pseudo-votes for each label in the posterior and in the label frequencies (a symmetric Dirichlet prior).
    public let smoothing: Double

    /// Sets the method up; one pseudo-vote a label is Laplace's rule.
    public init(smoothing: Double = 1) {
        precondition(smoothing > 0, "smoothing must be positive")
        self.smoothing = smoothing
    }

    /// The fit that knows no worker yet.
    public func unfitted(labelCount: Int) -> Fit {
        Fit(labelCount: labelCount, smoothing: smoothing, prior: nil, workerAccuracy: [:])
    }

    /// Learns how often each worker agrees with the other votes on an item, and how frequent the labels are.
    ///
    /// An accuracy is the mean share of *others* that gave the same label, over items with at least two votes,
    /// with one pseudo-item at the mean of all; so a worker cannot agree with itself.
    public func fit(_ votes: VoteTable) -> Fit {
        var agreeing = [Double](repeating: 0, count: votes.workers.count)
        var judged = [Double](repeating: 0, count: votes.workers.count)
        var frequency = [Double](repeating: smoothing, count: votes.labelCount)
        for item in votes.items.indices {
            let range = votes.offsets[item]..<votes.offsets[item + 1]
            let counts = votes.counts(on: item)
            for vote in range {
                let label = Int(votes.labels[vote])
                frequency[label] += 1 / Double(range.count)
                guard range.count > 1 else { continue }
                agreeing[Int(votes.voters[vote])] += Double(counts[label] - 1) / Double(range.count - 1)
                judged[Int(votes.voters[vote])] += 1
            }
        }
        let total = frequency.reduce(0, +)
        let seen = judged.reduce(0, +)
        var accuracy: [String: Double] = [:]
        if seen > 0 {
            let mean = agreeing.reduce(0, +) / seen
            for (number, worker) in votes.workers.enumerated() where judged[number] > 0 {
                accuracy[worker] = (agreeing[number] + mean) / (judged[number] + 1)
            }
        }
        return Fit(
            labelCount: votes.labelCount, smoothing: smoothing, prior: seen > 0 ? frequency.map { $0 / total } : nil,
            workerAccuracy: accuracy)
    }

    /// What majority voting knows about labels and workers.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// Pseudo-votes for each label.
        public let smoothing: Double
        /// The smoothed frequency of each label; nil before the first fit.
        public let prior: [Double]?
        /// The smoothed agreement of each worker with others.
        public let workerAccuracy: [String: Double]
        /// The accuracy taken for a worker who is not known.
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, smoothing: Double, prior: [Double]?, workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.smoothing = smoothing
            self.prior = prior
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(workerAccuracy, otherwise: 0.8)
        }

        /// The plurality label; its posterior by the workers' accuracies once they are known, and by the smoothed
        /// share of votes (n_l + α) / (n + αK) until then.
        public func consensus(of votes: [ItemVote]) -> Consensus {
            var counts = [Int](repeating: 0, count: labelCount)
            for vote in votes where vote.label >= 0 && vote.label < labelCount { counts[vote.label] += 1 }
            let most = counts.max() ?? 0
            let valid = votes.filter { $0.label >= 0 && $0.label < labelCount }
            let posterior = workerAccuracy.isEmpty ? shares(counts) : weighed(valid)
            return Consensus(
                label: most > 0 ? counts.firstIndex(of: most) : nil, posterior: posterior,
                isTie: most > 0 && counts.count { $0 == most } > 1, votes: valid.count)
        }

        private func shares(_ counts: [Int]) -> [Double] {
            let total = Double(counts.reduce(0, +)) + smoothing * Double(labelCount)
            return counts.map { (Double($0) + smoothing) / total }
        }

        private func weighed(_ votes: [ItemVote]) -> [Double] {
            let uniform = [Double](repeating: 1 / Double(labelCount), count: labelCount)
            return OneCoinPosterior.posterior(
                prior: prior ?? uniform,
                votes: votes.map { (label: $0.label, accuracy: workerAccuracy[$0.worker] ?? average) })
        }
    }
}
