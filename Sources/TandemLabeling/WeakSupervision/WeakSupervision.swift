import TandemNumerics

/// Turns the votes of labeling functions into labels with probabilities.
///
/// One pass counts (``VoteOverview``), a label model is fitted on the distinct vote patterns (``LabelModel``), one pass
/// works out every task's probabilities. The same seed gives the same bytes at any number of threads.
public struct WeakSupervision: Sendable, Hashable {
    /// How labels are worked out.
    public enum Method: String, Sendable, Hashable, CaseIterable {
        /// The label model, or the majority where the model cannot win.
        case auto
        /// The label model in any case.
        case labelModel = "label-model"
        /// The majority, functions that vote alike counted once.
        case majority
    }

    /// How labels are worked out; `auto` by default.
    public var method: Method
    /// The share of each label among tasks with a vote, if it is known; nil to estimate it.
    public var balance: [Double]?
    /// Decides which tasks the model is fitted on where there are more than 32,768.
    public var seed: UInt64
    /// Threads to compute with; the result does not depend on it.
    public var threads: Int

    /// Settings.
    public init(method: Method = .auto, balance: [Double]? = nil, seed: UInt64 = 1, threads: Int = 1) {
        self.method = method
        self.balance = balance
        self.seed = seed
        self.threads = threads
    }

    /// The labels of all tasks.
    ///
    /// - Throws: `FunctionVotesError.badBalance` when a given balance is not a positive share for each label.
    public func labels(of votes: FunctionVotes) throws(FunctionVotesError) -> WeakLabels {
        if let balance {
            guard balance.count == votes.labels.count, balance.allSatisfy({ $0 > 0 && $0 < 1 }),
                abs(balance.reduce(0, +) - 1) < 1e-6
            else { throw .badBalance }
        }
        let overview = VoteOverview(votes, threads: threads)
        let patterns = VotePatterns(votes, overview, seed: seed)
        let likeness = patterns.likeness(threshold: LabelModelFit.alike)
        if method == .majority {
            return majority(votes, overview, likeness, reason: .asked, fit: nil)
        }
        let fit = patterns.count == 0 ? nil : LabelModelFit(patterns, density: overview.density, balance: balance)
        let reason = FallbackReason(overview, patterns, fit)
        guard let fit, reason == nil || method == .labelModel else {
            return majority(votes, overview, likeness, reason: reason ?? .noVotes, fit: fit.map { ($0, patterns) })
        }
        let model = LabelModel(
            functions: votes.functions, labels: votes.labels, balance: fit.balance,
            weights: fit.correlations.weights, chances: fit.chances)
        return WeakLabels(
            labels: votes.labels,
            probabilities: model.scores.probabilities(votes, overview, otherwise: fit.balance, threads: threads),
            overview: overview, model: model, fallback: reason, dependences: fit.correlations.pairs,
            accuracies: accuracies(overview, patterns, fit), rounds: fit.rounds, fittedTasks: patterns.taskCount)
    }

    private func majority(
        _ votes: FunctionVotes, _ overview: VoteOverview, _ likeness: FunctionCorrelations, reason: FallbackReason,
        fit: (LabelModelFit, VotePatterns)?
    ) -> WeakLabels {
        let scores = VoteScores.majority(weights: likeness.weights, labelCount: votes.labels.count)
        let even = [Double](repeating: 1 / Double(votes.labels.count), count: votes.labels.count)
        return WeakLabels(
            labels: votes.labels,
            probabilities: scores.probabilities(votes, overview, otherwise: even, threads: threads),
            overview: overview, model: nil, fallback: reason, dependences: likeness.pairs,
            accuracies: fit.map { accuracies(overview, $0.1, $0.0) }
                ?? [EstimatedAccuracy?](repeating: nil, count: votes.functions.count),
            rounds: 0, fittedTasks: fit?.1.taskCount ?? 0)
    }

    private func accuracies(
        _ overview: VoteOverview, _ patterns: VotePatterns, _ fit: LabelModelFit
    ) -> [EstimatedAccuracy?] {
        AccuracyIntervals(patterns, fit).estimates(
            votes: overview.functions.map(\.covered), covered: overview.covered, confidence: 0.95)
    }
}
