import TandemNumerics

/// Unlabeled items by lot: what every other strategy has to beat.
///
/// The score is the item's lot in 0 … 1, highest first.
public struct RandomQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "random"
    /// Nothing.
    public static let needs: QueryNeeds = []

    /// The strategy.
    public init() {}

    /// Draws unlabeled items; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        let lots = SplitMix64(seed: seed)
        let rows = pool.unlabeled
        let scores = rows.map { row in
            var lot = lots.split(UInt64(row))
            return lot.uniform()
        }
        return Ranking.first(count, of: rows, scores: scores, seed: seed).map {
            Query(row: $0.row, score: $0.score, reason: .lot)
        }
    }
}
