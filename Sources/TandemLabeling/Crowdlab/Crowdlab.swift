/// Consensus of people and a model together: CROWDLAB.
///
/// H. W. Goh, U. Tkachenko and J. Mueller, "CROWDLAB: Supervised learning to infer consensus labels and quality scores
/// for data with multiple annotators" (2022). Every worker and the model get a weight by how far they beat the rule
/// "always the commonest label"; an item's posterior is the weighted mean of the model's probabilities and of what each
/// vote makes likely. The same figures as cleanlab's `get_label_quality_multiannotator` with its defaults; where
/// cleanlab breaks a last tie at random, the lowest label wins here.
public struct Crowdlab: Sendable, Hashable {
    /// Weights and error rates are kept this far from zero.
    static let floor = 1e-6

    /// The method; it has no settings.
    public init() {}

    /// Judges items, votes and workers.
    ///
    /// - Parameters:
    ///   - votes: at least one vote on each item, two on at least one.
    ///   - probabilities: the model's probability of each label for each item, items × labels in the table's order,
    ///     from a model that was not trained on the item (out-of-fold).
    /// - Returns: the consensus and the qualities.
    /// - Throws: ``LabelingError/badProbabilities(_:)``.
    public func judge(_ votes: VoteTable, probabilities: [Double]) throws(LabelingError) -> CrowdlabResult {
        try check(votes, probabilities)
        let majority = ModelMajority(votes, probabilities).labels
        let first = CrowdlabWeights(votes, probabilities, consensus: majority)
        let drafts = first.posteriors(votes, probabilities)
        let labels = Self.best(drafts, labels: votes.labelCount, majority: majority)
        let weights = CrowdlabWeights(votes, probabilities, consensus: labels)
        return CrowdlabResult(
            votes, labels: labels, weights: weights, posteriors: weights.posteriors(votes, probabilities))
    }

    private func check(_ votes: VoteTable, _ probabilities: [Double]) throws(LabelingError) {
        let labels = votes.labelCount
        guard probabilities.count == votes.items.count * labels else {
            throw .badProbabilities(
                "there are \(probabilities.count) probabilities for \(votes.items.count) items and \(labels) labels")
        }
        for item in votes.items.indices {
            guard !votes.range(of: item).isEmpty else {
                throw .badProbabilities("item \(votes.items[item]) has no vote; leave it out")
            }
            var sum = 0.0
            for label in 0..<labels {
                let value = probabilities[item * labels + label]
                guard value >= 0, value <= 1 else {
                    throw .badProbabilities("item \(votes.items[item]): \(value) is no probability")
                }
                sum += value
            }
            guard abs(sum - 1) < 1e-2 else {
                throw .badProbabilities("item \(votes.items[item]): its probabilities sum to \(sum), not to 1")
            }
        }
        guard votes.items.indices.contains(where: { votes.range(of: $0).count > 1 }) else {
            throw .badProbabilities(
                "no item has two votes, so nothing tells how far to trust people; let some items be labeled twice")
        }
    }

    /// The most probable label of each item; the majority's where the first place is shared.
    private static func best(_ posteriors: [Double], labels: Int, majority: [Int32]) -> [Int32] {
        majority.indices.map { item in
            let row = posteriors[item * labels..<(item + 1) * labels]
            let top = row.max() ?? 0
            guard row.count(where: { $0 == top }) == 1, let place = row.firstIndex(of: top) else {
                return majority[item]
            }
            return Int32(place - item * labels)
        }
    }
}
