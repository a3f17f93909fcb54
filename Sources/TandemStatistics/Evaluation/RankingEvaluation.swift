/// Graded relevance beside a score, in one ranking or one for each query.
public struct RankingEvaluation: ScoredRows {
    private let queries: [Query]
    /// Number of rows.
    public let rowCount: Int

    private struct Query: Sendable {
        let first: Int
        let dcg: Double
        let dcgAtK: Double
        let ndcg: Double?
        let ndcgAtK: Double?
    }

    /// Prepares rankings.
    ///
    /// - Parameters:
    ///   - relevance: how much each row is wanted, ≥ 0 for `ndcg`.
    ///   - scores: each row's score.
    ///   - queries: which ranking each row belongs to; one ranking when nil.
    ///   - k: how many rows at the top count in `…_at_k`.
    /// - Throws: `StatisticsError` for lengths that differ or scores that are not numbers.
    public init(relevance: [Double], scores: [Double], queries: [Int32]?, k: Int) throws(StatisticsError) {
        guard relevance.count == scores.count else {
            throw .lengthMismatch(expected: relevance.count, found: scores.count)
        }
        var members: [[Int]] = queries == nil ? [Array(relevance.indices)] : []
        for (row, query) in (queries ?? []).enumerated() {
            while members.count <= Int(query) { members.append([]) }
            members[Int(query)].append(row)
        }
        self.queries = try members.filter { !$0.isEmpty }.map { rows throws(StatisticsError) in
            let wanted = rows.map { relevance[$0] }
            let order = try RankOrder(rows.map { scores[$0] })
            return Query(
                first: rows[0], dcg: RankedGains.dcg(relevance: wanted, order: order),
                dcgAtK: RankedGains.dcg(relevance: wanted, order: order, k: k),
                ndcg: RankedGains.ndcg(relevance: wanted, order: order),
                ndcgAtK: RankedGains.ndcg(relevance: wanted, order: order, k: k))
        }
        rowCount = relevance.count
    }

    /// Number of rankings.
    public var queryCount: Int { queries.count }

    /// Means over rankings; a ranking weighs what its first row does.
    public func scores(weights: [Double]) -> MetricScores {
        scores(queryWeights: queries.map { weights[$0.first] })
    }

    /// Means over rankings, each with its weight.
    public func scores(queryWeights: [Double]) -> MetricScores {
        var scores = MetricScores()
        let no = "no ranking has weight"
        let why = "a ranking has fewer than two rows or a relevance below zero"
        scores.add("dcg", RowWeights.mean(queries.map(\.dcg), queryWeights), else: no)
        scores.add("dcg_at_k", RowWeights.mean(queries.map(\.dcgAtK), queryWeights), else: no)
        for (name, values) in [("ndcg", queries.compactMap(\.ndcg)), ("ndcg_at_k", queries.compactMap(\.ndcgAtK))] {
            let isWhole = values.count == queries.count
            scores.add(name, isWhole ? RowWeights.mean(values, queryWeights) : nil, else: isWhole ? no : why)
        }
        return scores
    }

    /// The weight of each ranking among rows' weights.
    public func queryWeights(_ weights: [Double]) -> [Double] { queries.map { weights[$0.first] } }
}
