/// Items whose label is least certain by everything known: model, votes and how far the annotators can be trusted.
///
/// Labeled items take part and are asked about again where that is worth more than a new label. Scored by
/// ``ActiveLab``, **lowest first**.
public struct ActiveLabQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "activelab"
    /// Probabilities; for labeled items out of sample.
    public static let needs: QueryNeeds = .probabilities
    /// Labeled items take part.
    public static let asksAgain = true

    /// The strategy.
    public init() {}

    /// The lowest score first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        return ActiveLab.choose(from: pool, scores: ActiveLab.scores(pool), count: count, seed: seed)
    }
}

/// The same with the model's probabilities scaled to fit the annotators' labels class by class; see
/// ``ActiveLab/Scaling``.
///
/// Lowest first.
public struct FittedActiveLabQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "activelab-fitted"
    /// Probabilities; for labeled items out of sample.
    public static let needs: QueryNeeds = .probabilities
    /// Labeled items take part.
    public static let asksAgain = true

    /// The strategy.
    public init() {}

    /// The lowest score first; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        return ActiveLab.choose(
            from: pool, scores: ActiveLab.scores(pool, scaling: .fitted), count: count, seed: seed)
    }
}

extension ActiveLab {
    fileprivate static func choose(from pool: QueryPool, scores: [Double], count: Int, seed: UInt64) -> [Query] {
        Ranking.first(count, of: Array(0..<pool.rows), scores: scores, seed: seed, lowestFirst: true).map {
            Query(row: $0.row, score: $0.score, reason: pool.isUnlabeled($0.row) ? .unsure : .relabel)
        }
    }
}
