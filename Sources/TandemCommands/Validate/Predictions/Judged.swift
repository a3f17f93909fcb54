import TandemNumerics
import TandemStatistics
import TandemTabular

/// Predictions made ready to be judged.
enum Judged {
    case binary(BinaryEvaluation, positive: String, threshold: Double?)
    case classes(ClassEvaluation, names: [String])
    case regression(RegressionEvaluation)
    case ranking(RankingEvaluation)

    var evaluation: any ScoredRows {
        switch self {
        case .binary(let evaluation, _, _): evaluation
        case .classes(let evaluation, _): evaluation
        case .regression(let evaluation): evaluation
        case .ranking(let evaluation): evaluation
        }
    }

    /// The task's name, as `--task` takes it.
    var task: PredictionOptions.Task {
        switch self {
        case .binary: .binary
        case .classes: .multiclass
        case .regression: .regression
        case .ranking: .ranking
        }
    }

    /// Intervals of every metric.
    func intervals(_ intervals: MetricIntervals, weights: [Double]?) -> [String: Estimate] {
        switch self {
        case .binary(let evaluation, _, _): intervals.of(evaluation, weights: weights)
        case .classes(let evaluation, _): intervals.of(evaluation, weights: weights)
        case .ranking(let evaluation): intervals.of(evaluation, weights: weights)
        case .regression(let evaluation):
            intervals.ofRows(evaluation.rowCount, weights: weights) { evaluation.scores(weights: $0) }
        }
    }
}

/// Choices that some metrics need.
struct MetricChoices {
    var beta = 2.0
    var k = 2
    var alpha = 0.5
    var power = 1.5
}
