import Foundation

/// Bayes' rule under the one-coin model: a worker is right with its accuracy, else any other label is equally likely.
enum OneCoinPosterior {
    /// Accuracies are kept this far from 0 and 1, so that nobody is ever beyond doubt.
    static let margin = 1e-10

    /// The mean of the known accuracies, summed in the order of names so that it is the same in every process.
    static func average(_ accuracy: [String: Double], otherwise: Double) -> Double {
        guard !accuracy.isEmpty else { return otherwise }
        return accuracy.sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value } / Double(accuracy.count)
    }

    /// The posterior of each label from a prior and the votes with their workers' accuracies.
    static func posterior(prior: [Double], votes: some Sequence<(label: Int, accuracy: Double)>) -> [Double] {
        var scores = prior.map { log(max($0, margin)) }
        for vote in votes {
            let accuracy = min(max(vote.accuracy, margin), 1 - margin)
            let miss = min(max((1 - accuracy) / Double(prior.count - 1), margin), 1 - margin)
            // Adding ln(hit/miss) to the voted label is the same, up to a constant, as adding ln(miss) to all others.
            scores[vote.label] += log(accuracy / miss)
        }
        let top = scores.reduce(-Double.infinity, max)
        let weights = scores.map { exp($0 - top) }
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }
}
