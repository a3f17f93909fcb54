import TandemNumerics

/// ActiveLab scores: how sure an item's label is, on one scale for labeled and unlabeled items, in 0 … 1; the lowest are
/// worth a label most.
///
/// A score is the mean of the quality of the item's consensus label and of 1 / classes, weighted by what is known of the
/// item already (its annotators and models) and by what one more annotator would add. H. Goh and J. Mueller, "ActiveLab:
/// Active Learning with Re-Labeling by Multiple Annotators" (2023); equal to cleanlab 2.9's `get_active_learning_scores`
/// for one model and `get_active_learning_scores_ensemble` for several.
public enum ActiveLab {
    /// How the models' probabilities are scaled before they are weighed against votes.
    public enum Scaling: Sendable, Hashable {
        /// To the temperature that cleanlab 2.9 finds, which mixes up classes where an item's votes do not name all of them.
        case cleanlab
        /// To the temperature at which they agree best with the annotators' labels.
        case fitted
    }

    /// The score of each item of a pool with the probabilities of at least one model.
    public static func scores(_ pool: QueryPool, scaling: Scaling = .cleanlab) -> [Double] {
        guard !pool.models.isEmpty else { return [] }
        guard let votes = pool.votes, !votes.labels.isEmpty else {
            let weights = CrowdWeights(models: pool.models.map { _ in 1 }, workers: [], meanWorker: 1)
            return unlabeled(Array(0..<pool.rows), models: pool.models, weights: weights)
        }
        let labeled = (0..<pool.rows).filter { votes.count(on: $0) > 0 }
        let open = (0..<pool.rows).filter { votes.count(on: $0) == 0 }
        let isSingle = labeled.allSatisfy { votes.count(on: $0) == 1 }
        // With one vote an item, nothing can be learned about annotators or temperature: all weights are 1.
        let target = scaling == .fitted ? Temperature.Target.labels : .cleanlab
        let models =
            isSingle
            ? pool.models : pool.models.map { Temperature.best($0, votes, labeled, target: target).scale($0) }
        let crowd = CrowdConsensus(models: models, votes: votes, rows: labeled)
        var scores = [Double](repeating: 0, count: pool.rows)
        let prior = 1 / Double(pool.classes)
        let modelWeight = crowd.weights.models.reduce(0, +)
        for (place, row) in labeled.enumerated() {
            let known = votes.places(of: row).reduce(modelWeight) {
                $0 + crowd.weights.workers[Int(votes.voters[$1])]
            }
            let added = crowd.weights.meanWorker
            scores[row] = (crowd.quality[place] * known + prior * added) / (known + added)
        }
        for (row, score) in zip(open, unlabeled(open, models: models, weights: crowd.weights)) { scores[row] = score }
        return scores
    }

    /// Unlabeled items: the mean of the models and a uniform guess, at the class that most models choose.
    private static func unlabeled(_ rows: [Int], models: [Matrix], weights: CrowdWeights) -> [Double] {
        let labels = MajorityLabels.ofModels(models, rows: rows)
        let total = weights.models.reduce(weights.meanWorker, +)
        let prior = 1 / Double(models[0].columns)
        return zip(rows, labels).map { row, label in
            var sum = weights.meanWorker * prior
            for (model, weight) in zip(models, weights.models) { sum += weight * model[row, label] }
            return sum / total
        }
    }
}
