/// Unlabeled items that are unsure and typical of the pool at once; scored by entropy × representativeness, highest first.
///
/// Information density with β = 1: B. Settles and M. Craven (2008), equation 7.
public struct DensityQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "density"
    /// Probabilities and features.
    public static let needs: QueryNeeds = [.probabilities, .features]

    /// The strategy.
    public init() {}

    /// The highest product first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        guard let features = pool.features else { return [] }
        let typical = pool.representativeness ?? Representativeness.scores(features, seed: seed)
        let rows = pool.unlabeled
        let scores = zip(rows, Uncertainty.entropy.scores(of: rows, in: pool)).map { typical[$0] * $1 }
        return Ranking.first(count, of: rows, scores: scores, seed: seed).map {
            Query(row: $0.row, score: $0.score, reason: .unsureTypical)
        }
    }
}
