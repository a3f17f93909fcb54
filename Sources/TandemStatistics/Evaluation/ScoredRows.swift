/// Predictions beside the truth, prepared so that all metrics come cheaply for any weights of the rows.
///
/// What a bootstrap needs: sorting and losses are done once, each replicate is a few passes.
public protocol ScoredRows: Sendable {
    /// Number of rows.
    var rowCount: Int { get }

    /// Every metric, in the same order for all weights, of which each row has one ≥ 0.
    func scores(weights: [Double]) -> MetricScores
}

extension ScoredRows {
    /// Every metric with each row counted once.
    public var scores: MetricScores { scores(weights: [Double](repeating: 1, count: rowCount)) }
}
