import TandemStatistics

/// Predictions of a two-class question beside the truth, in columns.
public struct JudgedPredictions: Sendable, Hashable {
    /// Whether each row is positive.
    public let truth: [Bool]
    /// Whether each row was predicted positive.
    public let predicted: [Bool]
    /// The probability of the positive class of each row; nil when only predictions are known.
    public let scores: [Double]?
    /// How much each row counts; nil for 1 each.
    public let weights: [Double]?

    /// Predictions from their columns.
    ///
    /// - Throws: `StatisticsError` for columns of different lengths, a score that is NaN, or a weight that is negative or
    ///   not finite.
    public init(
        truth: [Bool], predicted: [Bool], scores: [Double]? = nil, weights: [Double]? = nil
    ) throws(StatisticsError) {
        for count in [predicted.count, scores?.count ?? truth.count, weights?.count ?? truth.count]
        where count != truth.count {
            throw .lengthMismatch(expected: truth.count, found: count)
        }
        if let place = scores?.firstIndex(where: \.isNaN) { throw .invalidValue(at: place) }
        if let place = weights?.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidValue(at: place) }
        self.truth = truth
        self.predicted = predicted
        self.scores = scores
        self.weights = weights
    }

    /// Number of rows.
    public var count: Int { truth.count }
}
