import Foundation

/// The arithmetic of the one-coin model: a worker is right with its accuracy, else any other label is equally likely.
enum OneCoinPosterior {
    /// Accuracies are kept this far from 0 and 1, so that nobody is ever beyond doubt.
    static let margin = 1e-10

    /// The mean of the known accuracies, summed in the order of names so that it is the same in every process.
    static func average(_ accuracy: [String: Double], otherwise: Double) -> Double {
        guard !accuracy.isEmpty else { return otherwise }
        return accuracy.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } / Double(accuracy.count)
    }

    /// What a worker's vote adds to the log-odds of the label voted for: adding ln(hit/miss) there is the same, up to a
    /// constant, as adding ln(miss) to all others.
    static func weight(accuracy: Double, labels: Int) -> Double {
        let right = min(max(accuracy, margin), 1 - margin)
        return log(right / min(max((1 - right) / Double(labels - 1), margin), 1 - margin))
    }

    /// The log of a prior, bounded below.
    static func start(_ prior: [Double]) -> [Double] { prior.map { log(max($0, margin)) } }
}

/// Bayes' rule with one accuracy a worker.
struct OneCoinJudge: ItemJudge {
    let start: [Double]
    /// What each worker's vote adds to the log-odds of its label.
    let weights: [Double]

    var labelCount: Int { start.count }

    init(prior: [Double], accuracy: [Double]) {
        start = OneCoinPosterior.start(prior)
        weights = accuracy.map { OneCoinPosterior.weight(accuracy: $0, labels: prior.count) }
    }

    func posterior(of ballot: Ballot, into posterior: inout [Double]) {
        posterior.removeAll(keepingCapacity: true)
        posterior.append(contentsOf: start)
        ballot.eachVote { worker, label in posterior[label] += weights[worker] }
        Softmax.normalize(&posterior)
    }
}
