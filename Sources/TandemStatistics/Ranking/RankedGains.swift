import Foundation

/// The discounted cumulative gain of one ranking with graded relevance.
///
/// K. Järvelin and J. Kekäläinen (2002); tied scores share their discounts evenly (McSherry and Najork 2008), as
/// scikit-learn does.
public enum RankedGains {
    /// Σ relevance / log₂(rank + 1) over the `k` highest scores, all when nil.
    public static func dcg(relevance: [Double], order: RankOrder, k: Int? = nil) -> Double {
        var sum = 0.0
        for group in 0..<order.groupCount {
            let places = order.places(group)
            let counted = places.prefix { $0 < k ?? .max }
            if counted.isEmpty { break }
            let discount = counted.reduce(0) { $0 + 1 / log2(Double($1) + 2) }
            let gain = places.reduce(0) { $0 + relevance[Int(order.rows[$1])] }
            sum += gain / Double(places.count) * discount
        }
        return sum
    }

    /// The gain over that of the best order, in 0 … 1 for relevances ≥ 0.
    ///
    /// Nil for fewer than two rows or a negative relevance; 0 where nothing is relevant, as in scikit-learn.
    public static func ndcg(relevance: [Double], order: RankOrder, k: Int? = nil) -> Double? {
        guard relevance.count > 1, relevance.allSatisfy({ $0 >= 0 }), let best = try? RankOrder(relevance) else {
            return nil
        }
        let ideal = dcg(relevance: relevance, order: best, k: k)
        return ideal == 0 ? 0 : dcg(relevance: relevance, order: order, k: k) / ideal
    }
}
