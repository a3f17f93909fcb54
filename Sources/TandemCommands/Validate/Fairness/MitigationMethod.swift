import ArgumentParser

/// Ways to suggest a smaller gap between groups, and where in a model's life they act.
enum MitigationMethod: String, CaseIterable, ExpressibleByArgument {
    /// Before training: weights.
    case reweighing
    /// Before training: numeric features with one distribution in all groups.
    case impactRemover = "disparate-impact-remover"
    /// Before training: numeric features uncorrelated with the sensitive columns.
    case correlationRemover = "correlation-remover"
    /// In training: a mixture of models under a limit on the gap.
    case exponentiatedGradient = "exponentiated-gradient"
    /// After training: thresholds for each group.
    case thresholdOptimizer = "threshold-optimizer"
    /// After training: doubtful cases go to people.
    case rejectOption = "reject-option"

    /// Whether the method works on predictions rather than on training data.
    var needsPredictions: Bool { self == .thresholdOptimizer || self == .rejectOption }
}
