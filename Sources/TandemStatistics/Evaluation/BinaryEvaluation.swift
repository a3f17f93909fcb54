import Foundation

/// Decisions and scores of a positive class beside the truth.
public struct BinaryEvaluation: ScoredRows {
    /// Whether each row is positive.
    public let positive: [Bool]
    /// Whether each row was decided positive; nil without decisions.
    public let decided: [Bool]?
    /// Each row's score, higher for positive; nil without scores.
    public let scored: [Double]?
    /// The rows by falling score.
    public let order: RankOrder?
    /// Whether scores are probabilities of the positive class.
    public let isProbability: Bool
    /// How much more recall counts than precision in `fbeta`.
    public let beta: Double
    /// Losses of each row under its probability, or under its score as a margin.
    let logLosses: [Double]
    let squares: [Double]
    let hinges: [Double]

    /// Prepares rows.
    ///
    /// - Parameters:
    ///   - positive: whether each row is positive.
    ///   - decided: whether each was decided positive.
    ///   - scores: any finite scores.
    ///   - isProbability: whether they are probabilities; taken for such when all lie in 0 … 1 if nil.
    ///   - beta: how much more recall counts than precision in `fbeta`.
    /// - Throws: `StatisticsError` for lengths that differ or scores that are not finite.
    public init(
        positive: [Bool], decided: [Bool]?, scores: [Double]?, isProbability: Bool? = nil, beta: Double = 2
    ) throws(StatisticsError) {
        for count in [decided?.count, scores?.count].compactMap({ $0 }) where count != positive.count {
            throw .lengthMismatch(expected: positive.count, found: count)
        }
        if let bad = scores?.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad) }
        self.positive = positive
        self.decided = decided
        self.scored = scores
        self.beta = beta
        let isProbability = isProbability ?? scores?.allSatisfy { $0 >= 0 && $0 <= 1 } ?? false
        self.isProbability = isProbability
        if let scores {
            order = try RankOrder(scores)
            let rows = positive.indices
            logLosses = isProbability ? rows.map { Self.logLoss(scores[$0], positive[$0]) } : []
            squares = isProbability ? rows.map { Self.square(scores[$0] - (positive[$0] ? 1 : 0)) } : []
            hinges = isProbability ? [] : rows.map { max(0, 1 - (positive[$0] ? scores[$0] : -scores[$0])) }
        } else {
            order = nil
            logLosses = []
            squares = []
            hinges = []
        }
    }

    /// Number of rows.
    public var rowCount: Int { positive.count }

    private static func square(_ x: Double) -> Double { x * x }

    static func logLoss(_ probability: Double, _ isPositive: Bool) -> Double {
        let held = min(max(probability, ProbabilityScores.floor), 1 - ProbabilityScores.floor)
        return -log(isPositive ? held : max(1 - held, ProbabilityScores.floor))
    }

    /// The weights of true negative, false positive, false negative and true positive, in this order: a confusion
    /// matrix whose class 1 is the positive one; nil without decisions.
    public func confusion(weights: [Double]) -> WeightedConfusion? {
        guard let decided else { return nil }
        var cells = [0.0, 0, 0, 0]
        for row in positive.indices { cells[(positive[row] ? 2 : 0) + (decided[row] ? 1 : 0)] += weights[row] }
        return WeightedConfusion(cells: cells, classCount: 2)
    }

    /// The classes that occur as truth or decision.
    public var labels: [Int] {
        let seen = positive.contains(true) || decided?.contains(true) == true
        let unseen = positive.contains(false) || decided?.contains(false) == true
        return (unseen ? [0] : []) + (seen ? [1] : [])
    }

    /// Every metric of decisions, ranking and probabilities that the rows allow.
    public func scores(weights: [Double]) -> MetricScores {
        var scores = MetricScores()
        if let confusion = confusion(weights: weights) {
            scores.add(confusion.scores(labels: labels, positive: 1, beta: beta))
        }
        if let order { scores.add(scoreMetrics(order, weights)) }
        return scores
    }

    /// Metrics of scores alone: what a bootstrap over rows is needed for.
    func scoreMetrics(_ order: RankOrder, _ weights: [Double]) -> MetricScores {
        var scores = MetricScores()
        let areas = RankAreas(order: order, positive: positive, weights: weights)
        let oneClass = "all rows have one true class"
        scores.add("roc_auc", areas.rocAUC, else: oneClass)
        scores.add("average_precision", areas.averagePrecision, else: "no row is positive")
        scores.add("kolmogorov_smirnov", areas.kolmogorovSmirnov, else: oneClass)
        let noWeight = "no row has weight"
        guard isProbability else {
            let why = "scores are not probabilities"
            scores.add("hinge_loss", RowWeights.mean(hinges, weights), else: noWeight)
            for name in ["log_loss", "brier_score_loss", "d2_log_loss_score", "d2_brier_score"] {
                scores.add(name, nil, else: why)
            }
            return scores
        }
        let logLoss = RowWeights.mean(logLosses, weights)
        let brier = RowWeights.mean(squares, weights)
        scores.add("log_loss", logLoss, else: noWeight)
        scores.add("brier_score_loss", brier, else: noWeight)
        // What always saying the positives' share would lose.
        let total = RowWeights.sum(rowCount) { weights[$0] }
        let share = RowWeights.sum(rowCount) { positive[$0] ? weights[$0] : 0 } / total
        let hasBoth = share > 0 && share < 1 && rowCount > 1
        let nullLog = share * Self.logLoss(share, true) + (1 - share) * Self.logLoss(share, false)
        scores.add("d2_log_loss_score", hasBoth ? logLoss.map { 1 - $0 / nullLog } : nil, else: oneClass)
        scores.add(
            "d2_brier_score", hasBoth ? brier.map { 1 - $0 / (share * (1 - share)) } : nil, else: oneClass)
        return scores
    }
}
