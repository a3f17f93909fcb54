import TandemNumerics
import TandemStatistics

/// What one model (or one arm of a comparison) said about the evaluation items, in their order.
public struct ModelPredictions: Sendable, Hashable {
    /// The predicted class of each item.
    public let labels: [Int]
    /// The loss of each item, −ln of the probability given to the true class; nil when no probabilities are known.
    public let logLosses: [Double]?

    /// From hard predictions alone; the log loss is then left out of comparisons.
    public init(labels: [Int]) {
        self.labels = labels
        logLosses = nil
    }

    /// From class probabilities, a row per item; the most probable class is the prediction, the first on a tie.
    public init(probabilities: Matrix, truth: [Int]) throws(StatisticsError) {
        logLosses = try ProbabilityScores.logLosses(probabilities, truth: truth)
        labels = (0..<probabilities.rows).map { row in
            (0..<probabilities.columns).max { probabilities[row, $0] < probabilities[row, $1] } ?? 0
        }
    }

    /// From decisions taken by a rule of the caller's, beside class probabilities, a row per item.
    public init(labels: [Int], probabilities: Matrix, truth: [Int]) throws(StatisticsError) {
        self.labels = labels
        logLosses = try ProbabilityScores.logLosses(probabilities, truth: truth)
    }
}
