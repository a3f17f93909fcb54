/// A figure of one group of rows, under the name that Fairlearn 0.15 (or scikit-learn behind it) gives it.
///
/// All but the last two are read from counts; a figure whose denominator is zero is NaN. (Fairlearn gives 0 there, which
/// reads like a measurement.)
public enum GroupMetric: String, Sendable, Hashable, CaseIterable {
    /// Number of rows, unweighted.
    case count
    /// Share predicted positive.
    case selectionRate = "selection_rate"
    /// Mean of the predictions as 0 and 1.
    case meanPrediction = "mean_prediction"
    /// Of the positives, the share predicted positive.
    case truePositiveRate = "true_positive_rate"
    /// Of the negatives, the share predicted negative.
    case trueNegativeRate = "true_negative_rate"
    /// Of the negatives, the share predicted positive.
    case falsePositiveRate = "false_positive_rate"
    /// Of the positives, the share predicted negative.
    case falseNegativeRate = "false_negative_rate"
    /// Share predicted right.
    case accuracy = "accuracy_score"
    /// Share predicted wrong.
    case zeroOneLoss = "zero_one_loss"
    /// Mean of the true positive and the true negative rate.
    case balancedAccuracy = "balanced_accuracy_score"
    /// Of those predicted positive, the share that are.
    case precision = "precision_score"
    /// Of the positives, the share predicted positive.
    case recall = "recall_score"
    /// Harmonic mean of precision and recall.
    case f1 = "f1_score"
    /// Mean absolute error of the predictions as 0 and 1.
    case meanAbsoluteError = "mean_absolute_error"
    /// Mean squared error of the predictions as 0 and 1.
    case meanSquaredError = "mean_squared_error"
    /// Coefficient of determination of the predictions as 0 and 1.
    case r2 = "r2_score"
    /// Area under the receiver operating characteristic of the scores.
    case rocAUC = "roc_auc_score"
    /// Mean logarithmic loss of the scores as probabilities.
    case logLoss = "log_loss"

    /// Whether the figure needs scores, not only predictions.
    public var needsScores: Bool { self == .rocAUC || self == .logLoss }

    /// The figure of these counts; NaN where it is undefined, and for the two that need scores.
    public func value(_ counts: OutcomeCounts, rows: Int) -> Double {
        let share = OutcomeCounts.share
        switch self {
        case .count: return Double(rows)
        case .selectionRate, .meanPrediction: return share(counts.predictedPositives, counts.total)
        case .truePositiveRate, .recall: return share(counts.truePositives, counts.positives)
        case .trueNegativeRate: return share(counts.trueNegatives, counts.negatives)
        case .falsePositiveRate: return share(counts.falsePositives, counts.negatives)
        case .falseNegativeRate: return share(counts.falseNegatives, counts.positives)
        case .accuracy: return share(counts.correct, counts.total)
        case .zeroOneLoss, .meanAbsoluteError, .meanSquaredError:
            return share(counts.falsePositives + counts.falseNegatives, counts.total)
        case .balancedAccuracy:
            return (share(counts.truePositives, counts.positives) + share(counts.trueNegatives, counts.negatives)) / 2
        case .precision: return share(counts.truePositives, counts.predictedPositives)
        case .f1:
            return share(
                2 * counts.truePositives, 2 * counts.truePositives + counts.falsePositives + counts.falseNegatives)
        case .r2:
            let spread = share(counts.positives * counts.negatives, counts.total)
            return 1 - share(counts.falsePositives + counts.falseNegatives, spread)
        case .rocAUC, .logLoss: return .nan
        }
    }
}
