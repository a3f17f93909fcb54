import ArgumentParser
import TandemStatistics

/// What intervals and some metrics need to be told.
public struct MetricOptions: ParsableArguments {
    /// Replicates of a bootstrap.
    @Option(
        help:
            "Replicates of each bootstrap, 100 or more, or 0 for no intervals; 1000, fewer for many rows, if not said.")
    public var bootstrap: Int?

    /// Confidence of all intervals.
    @Option(help: "Confidence of the intervals, between 0 and 1.")
    public var confidence = 0.95

    /// How much recall counts.
    @Option(help: "How many times as much recall counts as precision in fbeta.")
    public var beta = 2.0

    /// How many count.
    @Option(name: .customLong("top-k"), help: "How many count in top_k_accuracy, dcg_at_k and ndcg_at_k.")
    public var topK = 2

    /// A quantile.
    @Option(help: "The quantile of mean_pinball_loss and d2_pinball_score, between 0 and 1.")
    public var alpha = 0.5

    /// A power.
    @Option(help: "The power of mean_tweedie_deviance and d2_tweedie_score, at most 0 or at least 1.")
    public var power = 1.5

    /// Options as the parser fills them.
    public init() {}

    /// Refuses what is out of range.
    public func validate() throws {
        if let bootstrap, bootstrap != 0, !(100...1_000_000).contains(bootstrap) {
            throw ValidationError("--bootstrap is 0, or between 100 and 1000000")
        }
        guard confidence > 0, confidence < 1 else { throw ValidationError("--confidence lies between 0 and 1") }
        guard beta > 0, beta.isFinite else { throw ValidationError("--beta is above 0") }
        guard topK > 0 else { throw ValidationError("--top-k is at least 1") }
        guard (0...1).contains(alpha) else { throw ValidationError("--alpha lies between 0 and 1") }
        guard power.isFinite, power <= 0 || power >= 1 else {
            throw ValidationError("--power is at most 0 or at least 1")
        }
    }

    var choices: MetricChoices { MetricChoices(beta: beta, k: topK, alpha: alpha, power: power) }

    /// The replicates for so many numbers a replicate goes through: intervals need fewer the more rows there are.
    func replicates(numbers: Int) -> Int { bootstrap ?? max(200, min(1_000, 100_000_000 / max(1, numbers))) }
}
