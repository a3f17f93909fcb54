import TandemNumerics

/// Unlabeled items that are farthest from everything labeled or chosen before (k-center greedy); scored by the Euclidean
/// distance to the nearest of those when it was chosen, in the order of choice.
///
/// O. Sener and S. Savarese, "Active Learning for Convolutional Neural Networks: A Core-Set Approach" (2018), algorithm 1.
/// With nothing labeled the first item is drawn by lot and scores infinity.
public struct DiversityQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "diversity"
    /// Features.
    public static let needs: QueryNeeds = .features

    /// The strategy.
    public init() {}

    /// The farthest first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        guard let features = pool.features, count > 0 else { return [] }
        let distances = SparseDistances(features)
        var nearest = [Double](repeating: .infinity, count: pool.rows)
        func cover(_ center: Int) {
            distances.visit(from: center) { row, squared in nearest[row] = min(nearest[row], squared) }
        }
        var open = pool.unlabeled
        for row in 0..<pool.rows where !pool.isUnlabeled(row) { cover(row) }
        // Sorted by lot, so that of equally far items the first found is a fair one.
        var random = SplitMix64(seed: seed)
        random.shuffle(&open)
        var chosen: [Query] = []
        var isTaken = [Bool](repeating: false, count: pool.rows)
        while chosen.count < min(count, open.count) {
            var best = -1
            for row in open where !isTaken[row] && (best < 0 || nearest[row] > nearest[best]) { best = row }
            chosen.append(Query(row: best, score: nearest[best].squareRoot(), reason: .unlike))
            isTaken[best] = true
            cover(best)
        }
        return chosen
    }
}
