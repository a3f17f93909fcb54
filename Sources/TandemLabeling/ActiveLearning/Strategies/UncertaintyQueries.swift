import TandemNumerics

/// Unlabeled items whose most probable class is least probable; scored by ``Uncertainty/leastConfidence``, highest first.
///
/// D. Lewis and W. Gale, "A Sequential Algorithm for Training Text Classifiers" (1994). With annotators who err it can
/// fall below random choice: it returns to the items that nobody can tell apart.
public struct LeastConfidenceQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = Uncertainty.leastConfidence.rawValue
    /// Probabilities.
    public static let needs: QueryNeeds = .probabilities

    /// The strategy.
    public init() {}

    /// The least confident first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        return Uncertainty.leastConfidence.choose(from: pool, count: count, seed: seed)
    }
}

/// Unlabeled items whose two most probable classes are closest; scored by ``Uncertainty/margin``, highest first.
///
/// T. Scheffer, C. Decomain and S. Wrobel, "Active Hidden Markov Models for Information Extraction" (2001).
public struct MarginQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = Uncertainty.margin.rawValue
    /// Probabilities.
    public static let needs: QueryNeeds = .probabilities

    /// The strategy.
    public init() {}

    /// The smallest margin first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        return Uncertainty.margin.choose(from: pool, count: count, seed: seed)
    }
}

/// Unlabeled items with the most even class probabilities; scored by ``Uncertainty/entropy``, highest first.
public struct EntropyQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = Uncertainty.entropy.rawValue
    /// Probabilities.
    public static let needs: QueryNeeds = .probabilities

    /// The strategy.
    public init() {}

    /// The highest entropy first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        return Uncertainty.entropy.choose(from: pool, count: count, seed: seed)
    }
}

extension Uncertainty {
    /// The uncertainty of each of `rows`, by the models' mean probabilities.
    func scores(of rows: [Int], in pool: QueryPool) -> [Double] {
        guard pool.models.count == 1 else { return rows.map { score(pool.probabilities(of: $0)) } }
        return rows.map { score(pool.models[0].row($0)) }
    }

    fileprivate func choose(from pool: QueryPool, count: Int, seed: UInt64) -> [Query] {
        let rows = pool.unlabeled
        return Ranking.first(count, of: rows, scores: scores(of: rows, in: pool), seed: seed).map {
            Query(row: $0.row, score: $0.score, reason: .unsure)
        }
    }
}
