import Foundation

/// Learns each worker's accuracy and each item's label together: one-coin Dawid–Skene by expectation–maximization.
///
/// A. P. Dawid and A. M. Skene (1979) with one parameter a worker (Zhang, Chen, Zhou and Jordan, JMLR 17, 2016):
/// a worker is right with probability s_w, otherwise any other label is equally likely. Starts from vote shares.
/// Without pseudo-votes it is the maximum-likelihood fit of crowd-kit; with few votes a worker the default
/// pseudo-votes keep it from believing that somebody is never wrong.
public struct OneCoinDawidSkene: Aggregator {
    /// The name of this method.
    public static let name = "one-coin-dawid-skene"

    /// The most rounds of expectation and maximization.
    public let iterations: Int
    /// The fit ends when no posterior changes by more than this.
    public let tolerance: Double
    /// Right pseudo-answers added to every worker.
    public let pseudoRight: Double
    /// Wrong pseudo-answers added to every worker.
    public let pseudoWrong: Double

    /// Sets the method up; no pseudo-answers give the maximum-likelihood fit.
    public init(
        iterations: Int = 100, tolerance: Double = 1e-6, pseudoRight: Double = 2, pseudoWrong: Double = 0.5
    ) {
        precondition(iterations > 0 && tolerance >= 0, "a fit needs a round")
        precondition(pseudoRight >= 0 && pseudoWrong >= 0, "pseudo-answers are not negative")
        self.iterations = iterations
        self.tolerance = tolerance
        self.pseudoRight = pseudoRight
        self.pseudoWrong = pseudoWrong
    }

    /// Runs the rounds; time and memory are linear in votes + items × labels.
    public func fit(_ votes: VoteTable) -> Fit {
        let labels = votes.labelCount
        var posterior = Self.shares(votes)
        var prior = [Double](repeating: 1 / Double(labels), count: labels)
        var accuracy: [Double] = []
        for _ in 0..<iterations {
            prior = Self.mean(posterior, labels: labels) ?? prior
            accuracy = accuracies(votes, posterior)
            let next = Self.expectation(votes, prior: prior, accuracy: accuracy)
            let change = zip(posterior, next).reduce(0) { max($0, abs($1.0 - $1.1)) }
            posterior = next
            if change <= tolerance { break }
        }
        prior = Self.mean(posterior, labels: labels) ?? prior
        accuracy = accuracies(votes, posterior)
        return Fit(
            labelCount: labels, prior: prior,
            workerAccuracy: Dictionary(uniqueKeysWithValues: zip(votes.workers, accuracy)))
    }

    private static func shares(_ votes: VoteTable) -> [Double] {
        votes.items.indices.flatMap { item in
            let counts = votes.counts(on: item)
            let total = Double(max(1, counts.reduce(0, +)))
            return counts.map { Double($0) / total }
        }
    }

    private static func mean(_ posterior: [Double], labels: Int) -> [Double]? {
        let items = posterior.count / labels
        guard items > 0 else { return nil }
        var sums = [Double](repeating: 0, count: labels)
        for (place, value) in posterior.enumerated() { sums[place % labels] += value }
        return sums.map { $0 / Double(items) }
    }

    private func accuracies(_ votes: VoteTable, _ posterior: [Double]) -> [Double] {
        var right = [Double](repeating: pseudoRight, count: votes.workers.count)
        var all = [Double](repeating: pseudoRight + pseudoWrong, count: votes.workers.count)
        for item in votes.items.indices {
            for vote in votes.offsets[item]..<votes.offsets[item + 1] {
                right[Int(votes.voters[vote])] += posterior[item * votes.labelCount + Int(votes.labels[vote])]
                all[Int(votes.voters[vote])] += 1
            }
        }
        return zip(right, all).map { $0 / $1 }
    }

    private static func expectation(_ votes: VoteTable, prior: [Double], accuracy: [Double]) -> [Double] {
        let labels = votes.labelCount
        let margin = OneCoinPosterior.margin
        let start = prior.map { log(max($0, margin)) }
        // What a worker's vote adds to the log-odds of the label voted for.
        let weight = accuracy.map { value in
            let right = min(max(value, margin), 1 - margin)
            return log(right / min(max((1 - right) / Double(labels - 1), margin), 1 - margin))
        }
        var posterior = [Double](repeating: 0, count: votes.items.count * labels)
        var scores = start
        for item in votes.items.indices {
            for label in 0..<labels { scores[label] = start[label] }
            for vote in votes.offsets[item]..<votes.offsets[item + 1] {
                scores[Int(votes.labels[vote])] += weight[Int(votes.voters[vote])]
            }
            var top = -Double.infinity
            for score in scores { top = max(top, score) }
            var total = 0.0
            for label in 0..<labels {
                scores[label] = exp(scores[label] - top)
                total += scores[label]
            }
            for label in 0..<labels { posterior[item * labels + label] = scores[label] / total }
        }
        return posterior
    }

    /// What the model knows about labels and workers.
    public struct Fit: AggregatorFit {
        /// The number of possible labels.
        public let labelCount: Int
        /// The estimated frequency of each label.
        public let prior: [Double]
        /// The estimated accuracy of each worker.
        public let workerAccuracy: [String: Double]
        /// The accuracy taken for a worker who is not known.
        private let average: Double

        /// Restores a stored fit from its parts.
        public init(labelCount: Int, prior: [Double], workerAccuracy: [String: Double]) {
            self.labelCount = labelCount
            self.prior = prior
            self.workerAccuracy = workerAccuracy
            average = OneCoinPosterior.average(workerAccuracy, otherwise: 0.8)
        }

        /// The most probable label by Bayes' rule; an unknown worker has the average accuracy, or 0.8 if none is known.
        public func consensus(of votes: [ItemVote]) -> Consensus {
            let valid = votes.filter { $0.label >= 0 && $0.label < labelCount }
            let posterior = OneCoinPosterior.posterior(
                prior: prior, votes: valid.map { (label: $0.label, accuracy: workerAccuracy[$0.worker] ?? average) })
            let top = posterior.max() ?? 0
            let winners = posterior.indices.filter { posterior[$0] >= top - 1e-12 }
            return Consensus(
                label: valid.isEmpty ? nil : winners.first, posterior: posterior,
                isTie: !valid.isEmpty && winners.count > 1, votes: valid.count)
        }
    }
}
