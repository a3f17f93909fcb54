import Foundation
import TandemNumerics

extension ClassEvaluation {
    /// Every metric of decisions, ranking and probabilities that the rows allow.
    public func scores(weights: [Double]) -> MetricScores {
        var scores = confusion(weights: weights).scores(
            labels: labels, positive: nil, beta: options.beta, isOrdinal: options.isOrdinal)
        scores.add(probabilityScores(weights: weights))
        return scores
    }

    /// Metrics of probabilities alone: what a bootstrap over rows is needed for.
    func probabilityScores(weights: [Double]) -> MetricScores {
        var scores = MetricScores()
        guard let losses, let probabilities else { return scores }
        scores.add(rankingScores(weights, probabilities))
        let noWeight = "no row has weight"
        let logLoss = RowWeights.mean(losses.log, weights)
        let brier = RowWeights.mean(losses.squares, weights)
        scores.add("log_loss", logLoss, else: noWeight)
        // scikit-learn halves the sum over classes where there are two.
        scores.add("brier_score_loss", brier.map { classCount < 3 ? $0 / 2 : $0 }, else: noWeight)
        let null = Self.nullLosses(confusion(weights: weights))
        let oneClass = "all rows have one true class"
        scores.add(
            "d2_log_loss_score", null.log > 0 && rowCount > 1 ? logLoss.map { 1 - $0 / null.log } : nil, else: oneClass)
        scores.add(
            "d2_brier_score", null.square > 0 && rowCount > 1 ? brier.map { 1 - $0 / null.square } : nil, else: oneClass
        )
        scores.add("top_k_accuracy", RowWeights.mean(losses.topK, weights), else: noWeight)
        scores.add("coverage_error", RowWeights.mean(losses.coverage, weights), else: noWeight)
        let total = RowWeights.sum(rowCount) { weights[$0] }
        scores.add(
            "label_ranking_average_precision",
            RowWeights.sum(rowCount) { weights[$0] / losses.coverage[$0] } / total, else: noWeight)
        scores.add(
            "label_ranking_loss",
            RowWeights.sum(rowCount) { weights[$0] * (losses.coverage[$0] - 1) } / total
                / Double(max(1, classCount - 1)),
            else: noWeight)
        return scores
    }

    private func rankingScores(_ weights: [Double], _ probabilities: Matrix) -> MetricScores {
        var scores = MetricScores()
        let ranking = ClassRanking(orders: orders, truth: truth, weights: weights)
        let missing = ranking.support.filter { $0 == 0 }.count
        let why =
            missing == 0 ? "all rows have one true class" : "\(missing) of \(classCount) classes have no true row"
        scores.add("roc_auc_ovr", ranking.oneVsRest(byWeight: false), else: why)
        scores.add("roc_auc_ovr_weighted", ranking.oneVsRest(byWeight: true), else: why)
        scores.add("roc_auc_ovo", ranking.oneVsOne(byWeight: false), else: why)
        scores.add("roc_auc_ovo_weighted", ranking.oneVsOne(byWeight: true), else: why)
        let pooled = pooledAreas(weights)
        scores.add("roc_auc_ovr_micro", pooled?.rocAUC, else: "there is one class")
        scores.add("average_precision", ranking.averagePrecision(byWeight: false), else: why)
        scores.add("average_precision_weighted", ranking.averagePrecision(byWeight: true), else: why)
        scores.add("average_precision_micro", pooled?.averagePrecision, else: "no row has weight")
        return scores
    }

    /// All pairs of row and class as one binary ranking.
    private func pooledAreas(_ weights: [Double]) -> RankAreas? {
        guard let micro else { return nil }
        var positive = [Bool](repeating: false, count: rowCount * classCount)
        for row in truth.indices { positive[row * classCount + Int(truth[row])] = true }
        var repeated: [Double] = []
        repeated.reserveCapacity(rowCount * classCount)
        for weight in weights { for _ in 0..<classCount { repeated.append(weight) } }
        return RankAreas(order: micro, positive: positive, weights: repeated)
    }

    /// What always saying each class's share would lose.
    private static func nullLosses(_ confusion: WeightedConfusion) -> (log: Double, square: Double) {
        var log = 0.0
        var square = 1.0
        for weight in confusion.support where weight > 0 {
            let share = weight / confusion.total
            log -= share * Foundation.log(min(share, 1 - ProbabilityScores.floor))
            square -= share * share
        }
        return confusion.support.count { $0 > 0 } > 1 ? (log, square) : (0, 0)
    }
}
