import TandemStatistics

/// A figure by which models are compared.
public enum ComparedMetric: Sendable, Hashable {
    /// The share predicted right; higher is better.
    case accuracy
    /// The F1 of one class; higher is better.
    case f1(label: Int)
    /// The mean F1 over classes; higher is better.
    case macroF1
    /// The mean log loss in nats; lower is better.
    case logLoss

    /// A stable name, as `f1-1` for the F1 of class 1.
    public var name: String {
        switch self {
        case .accuracy: "accuracy"
        case .f1(let label): "f1-\(label)"
        case .macroF1: "macro-f1"
        case .logLoss: "log-loss"
        }
    }

    /// Whether more of it is better.
    public var higherIsBetter: Bool { self != .logLoss }
}

/// One metric of two models on the same items, and what their difference is known to be.
public struct MetricDifference: Sendable, Hashable {
    /// The metric compared.
    public let metric: ComparedMetric
    /// Its value for the first model.
    public let before: Double
    /// Its value for the second model.
    public let after: Double
    /// after − before, with a paired bootstrap interval.
    public let difference: Estimate
    /// The relative improvement 100 · (after − before) / before in percent, with a paired bootstrap interval; nil when
    /// undefined, as for a value of zero before.
    public let relativePercent: Estimate?

    /// Whether the interval of the difference lies wholly on the better side of zero.
    public var isImprovement: Bool { metric.higherIsBetter ? difference.lower > 0 : difference.upper < 0 }

    /// Whether the interval of the difference lies wholly on the worse side of zero.
    public var isHarm: Bool { metric.higherIsBetter ? difference.upper < 0 : difference.lower > 0 }
}
