/// Every other item by ``ClusteredQuery``, by ``MarginQuery`` where the pool has no features; the others by lot.
///
/// So choice teaches the model, and lots show it what it does not know that it does not know.
///
/// Scores are those of the strategy that chose the item.
///
/// Uncertainty starts from a model that may be wrong with confidence; mixing in random items keeps the labeled rows from
/// drifting away from the pool (ε-greedy; T. Osugi, D. Kim and S. Scott, "Balancing Exploration and Exploitation", 2005).
public struct HedgedQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "hedged"
    /// Probabilities.
    public static let needs: QueryNeeds = .probabilities
    /// Features, so that unsure items differ from one another.
    public static let uses: QueryNeeds = [.probabilities, .features]

    /// The strategy.
    public init() {}

    /// Clustered and random items in turn; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        let wanted = min(count, pool.unlabeled.count)
        let chooser: any QueryStrategy = pool.features == nil ? MarginQuery() : ClusteredQuery()
        let unsure = try chooser.choose(from: pool, count: (wanted + 1) / 2, seed: seed)
        let taken = Set(unsure.map(\.row))
        let lots = try RandomQuery().choose(from: pool, count: wanted, seed: seed).filter { !taken.contains($0.row) }
        var chosen: [Query] = []
        for place in 0..<wanted {
            let turn = place / 2
            if place.isMultiple(of: 2), turn < unsure.count {
                chosen.append(unsure[turn])
            } else {
                chosen.append(lots[turn])
            }
        }
        return chosen
    }
}
