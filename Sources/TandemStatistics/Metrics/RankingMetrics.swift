/// How well a score separates positives from negatives, whatever the threshold.
public enum RankingMetrics {
    /// The area under the ROC curve: the chance that a positive scores above a negative, ties counting half; nil
    /// unless both kinds are present.
    ///
    /// Computed from mid-ranks (Mann and Whitney 1947); see ``RankAreas``.
    public static func rocAUC(
        scores: [Double], positive: [Bool], weights: [Double]? = nil
    ) throws(StatisticsError) -> Double? {
        try areas(scores, positive, weights).rocAUC
    }

    /// The area under the precision–recall curve as average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores
    /// (no interpolation); nil without positives.
    public static func averagePrecision(
        scores: [Double], positive: [Bool], weights: [Double]? = nil
    ) throws(StatisticsError) -> Double? {
        try areas(scores, positive, weights).averagePrecision
    }

    private static func areas(
        _ scores: [Double], _ positive: [Bool], _ weights: [Double]?
    ) throws(StatisticsError) -> RankAreas {
        guard scores.count == positive.count else {
            throw .lengthMismatch(expected: scores.count, found: positive.count)
        }
        if let weights { try RowWeights.check(weights, rows: scores.count) }
        return RankAreas(order: try RankOrder(scores), positive: positive, weights: weights)
    }
}
