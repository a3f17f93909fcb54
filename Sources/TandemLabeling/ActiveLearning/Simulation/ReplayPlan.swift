import TandemStatistics

/// How labeling is replayed.
public struct ReplayPlan: Sendable, Hashable {
    /// What a model is measured by on the test rows.
    public enum Score: String, Sendable, Hashable, CaseIterable {
        /// Share of right answers.
        case accuracy
        /// Mean over the classes of the share of their rows that are recognized.
        case balancedAccuracy = "balanced-accuracy"
    }

    /// Labels asked for in each round.
    public var batch = 10
    /// Rounds.
    public var rounds = 30
    /// Repetitions, each with its own start and its own annotators' errors.
    public var repetitions = 10
    /// Start of everything random.
    public var seed: UInt64 = 1
    /// The probability that an annotator gives the true class; 1 for people who never err.
    public var annotatorAccuracy = 1.0
    /// Number of annotators, each of whom may label an item once.
    public var annotators = 10
    /// What a model is measured by.
    public var score = Score.accuracy
    /// Rows drawn by lot to begin with; nil for one of each class.
    public var initial: Int?
    /// The goal as a share of what a model reaches that learns from the whole pool and its true labels.
    public var goalShare = 0.95
    /// C of the logistic regression that learns.
    public var inversePenalty = 1.0
    /// Members of the committee, where a strategy wants one.
    public var committee = 5

    /// A plan with the defaults.
    public init() {}

    /// Refuses numbers out of range.
    public func check() throws(QueryError) {
        guard batch > 0, rounds > 0, repetitions > 0, annotators > 0, committee > 1, initial ?? 1 > 0 else {
            throw .unusable(
                "batch, rounds, seeds, annotators and initial rows are positive; a committee has at least two members")
        }
        guard annotatorAccuracy > 0, annotatorAccuracy <= 1, goalShare > 0, goalShare <= 1 else {
            throw .unusable("an annotator's accuracy and the goal's share lie above 0, up to 1")
        }
        guard inversePenalty > 0, inversePenalty.isFinite else { throw .unusable("the inverse penalty is positive") }
    }
}

extension ReplayPlan.Score {
    /// The score of predictions, in 0 … 1; balanced accuracy leaves out classes that do not occur.
    public func value(predicted: [Int], truth: [Int], classes: Int) -> Double {
        var right = [Double](repeating: 0, count: classes)
        var seen = [Double](repeating: 0, count: classes)
        for (guess, label) in zip(predicted, truth) {
            seen[label] += 1
            if guess == label { right[label] += 1 }
        }
        switch self {
        case .accuracy: return right.reduce(0, +) / Double(max(predicted.count, 1))
        case .balancedAccuracy:
            let recalls = right.indices.filter { seen[$0] > 0 }.map { right[$0] / seen[$0] }
            return recalls.reduce(0, +) / Double(max(recalls.count, 1))
        }
    }
}
