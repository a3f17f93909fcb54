import Foundation
import TandemNumerics

/// Unlabeled items on whose class the models vote most evenly; scored by vote entropy over ln min(models, classes),
/// in 0 … 1, highest first.
///
/// Equal votes are told apart by the entropy of the mean probabilities.
///
/// I. Dagan and S. Engelson, "Committee-Based Sampling for Training Probabilistic Classifiers" (1995).
public struct CommitteeQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "committee"
    /// Two models.
    public static let needs: QueryNeeds = [.probabilities, .committee]

    /// The strategy.
    public init() {}

    /// The most even votes first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        let rows = pool.unlabeled
        let votes = rows.map { Self.voteEntropy(pool, row: $0) }
        // Few members make few different votes: without a second look most of the pool would be drawn by lot. The second
        // figure is smaller than any gap between two vote entropies.
        let second = Uncertainty.entropy.scores(of: rows, in: pool)
        let combined = zip(votes, second).map { $0 + 1e-6 * $1 }
        let places = Dictionary(rows.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return Ranking.first(count, of: rows, scores: combined, seed: seed).map {
            Query(row: $0.row, score: votes[places[$0.row] ?? 0], reason: .disagreement)
        }
    }

    static func voteEntropy(_ pool: QueryPool, row: Int) -> Double {
        var counts = [Int](repeating: 0, count: pool.classes)
        for model in pool.models { counts[argmax(model.row(row))] += 1 }
        let total = Double(pool.models.count)
        let most = Double(min(pool.models.count, pool.classes))
        guard most > 1 else { return 0 }
        return counts.reduce(0) { sum, count in
            let share = Double(count) / total
            return count > 0 ? sum - share * log(share) : sum
        } / log(most)
    }
}

/// Unlabeled items on which the models' probabilities differ most; scored by the mean Kullback–Leibler divergence from
/// their average, in nats, highest first.
///
/// A. McCallum and K. Nigam, "Employing EM and Pool-Based Active Learning for Text Classification" (1998).
public struct CommitteeDivergenceQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "committee-kl"
    /// Two models.
    public static let needs: QueryNeeds = [.probabilities, .committee]

    /// The strategy.
    public init() {}

    /// The largest divergence first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        let rows = pool.unlabeled
        let scores = rows.map { Self.divergence(pool, row: $0) }
        return Ranking.first(count, of: rows, scores: scores, seed: seed).map {
            Query(row: $0.row, score: $0.score, reason: .disagreement)
        }
    }

    static func divergence(_ pool: QueryPool, row: Int) -> Double {
        let mean = pool.probabilities(of: row)
        var sum = 0.0
        for model in pool.models {
            for (value, center) in zip(model.row(row), mean) where value > 0 { sum += value * log(value / center) }
        }
        return max(0, sum / Double(pool.models.count))
    }
}

/// The place of the largest value, the first on a tie.
func argmax(_ values: ArraySlice<Double>) -> Int {
    var best = values.startIndex
    for place in values.indices where values[place] > values[best] { best = place }
    return best - values.startIndex
}
