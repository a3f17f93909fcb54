/// Which items are flagged as having a wrong label; all rules of cleanlab.
public enum LabelErrorFilter: String, Sendable, Hashable, CaseIterable {
    /// For each pair of classes as many items as the joint says, those with the largest margin for the other class.
    case pruneByNoiseRate = "prune_by_noise_rate"
    /// For each class as many items as the joint says, those with the lowest self-confidence.
    case pruneByClass = "prune_by_class"
    /// Those that both rules above flag.
    case both
    /// Those off the diagonal of the confident joint.
    case confidentLearning = "confident_learning"
    /// Those whose most probable class is another one.
    case predictedNotGiven = "predicted_neq_given"
    /// As many as are off the diagonal, those with the lowest normalized margin.
    case lowNormalizedMargin = "low_normalized_margin"
    /// As many as are off the diagonal, those with the lowest self-confidence.
    case lowSelfConfidence = "low_self_confidence"
}
