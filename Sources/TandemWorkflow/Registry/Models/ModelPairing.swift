import TandemLedger
import TandemNumerics
import TandemRegistry
import TandemStatistics
import TandemTraining
import TandemWork

/// Models that were judged on the same frozen labels, item by item.
struct ModelPairing: Sendable {
    let project: Project
    let challenger: ModelVersion
    let after: Evaluation
    let champion: ModelVersion
    let before: Evaluation
    let arm: ModelVersion?
    let without: Evaluation?

    /// The comparison; a few seconds for very large sets, else milliseconds.
    func view() throws -> ComparisonView {
        let truth = after.predictions.map(\.truth)
        // Intervals need fewer draws the more items each draw has.
        let replicates = min(2_000, max(200, 20_000_000 / max(1, truth.count)))
        let comparison = try ModelComparison(
            truth: truth, classCount: after.labels.count, seed: challenger.seed, replicates: replicates)
        return ComparisonView(
            hash: after.hash, n: truth.count, champion: .init(champion), challenger: .init(challenger),
            withoutPeople: arm.map { .init($0) }, againstChampion: try report(comparison, before),
            againstWithoutPeople: try without.map { try report(comparison, $0) })
    }

    private func report(_ comparison: ModelComparison, _ other: Evaluation) throws -> ComparisonView.Report {
        guard other.predictions.map(\.item) == after.predictions.map(\.item) else {
            throw Problem(
                .conflict, "not_compared",
                "Items were erased since the models were judged; retrain to judge both again.")
        }
        var metrics: [ComparedMetric] = [.accuracy]
        let positive = project.settings.positiveLabel.flatMap(after.labels.firstIndex(of:))
        if let positive { metrics.append(.f1(label: positive)) }
        metrics += [.macroF1, .logLoss]
        let found = try comparison.compare(before: predictions(other), after: predictions(after), metrics: metrics)
        return ComparisonView.Report(
            metrics: found.metrics.map { ComparisonView.Metric($0) }, onlyBeforeRight: found.mcNemar.onlyFirst,
            onlyAfterRight: found.mcNemar.onlySecond, mcnemarP: found.mcNemar.exact, mcnemarMidP: found.mcNemar.midP)
    }

    private func predictions(_ evaluation: Evaluation) throws -> ModelPredictions {
        let truth = evaluation.predictions.map(\.truth)
        // Only the true label's probability was kept, and only that one is read.
        var probabilities = Matrix(rows: truth.count, columns: max(2, evaluation.labels.count))
        for (row, prediction) in evaluation.predictions.enumerated() {
            probabilities[row, prediction.truth] = prediction.probability
        }
        return try ModelPredictions(
            labels: evaluation.predictions.map(\.predicted), probabilities: probabilities, truth: truth)
    }
}
