import TandemNumerics

/// Intervals of metrics, each by the best method that fits it.
///
/// Shares of rows get Wilson's interval, the area under one ROC curve DeLong's, other metrics of counts a bootstrap
/// of the counts, everything else a bootstrap of rows. With weights of rows all are bootstraps of rows.
public struct MetricIntervals: Sendable {
    /// How replicates are drawn.
    public let bootstrap: Bootstrap
    /// Threads to compute with; the result does not depend on it.
    public let threads: Int

    /// Settings of all intervals.
    public init(bootstrap: Bootstrap, threads: Int = 1) {
        self.bootstrap = bootstrap
        self.threads = threads
    }

    /// Intervals by a bootstrap of rows, by metric.
    public func ofRows(
        _ rows: Int, weights: [Double]?, _ scores: @Sendable ([Double]) -> MetricScores
    ) -> [String: Estimate] {
        guard rows > 0 else { return [:] }
        let whole = scores(weights ?? [Double](repeating: 1, count: rows))
        let replicates = bootstrap.replicates(rows: rows, base: weights, threads: threads) { scores($0).values }
        return named(whole, bootstrap.estimates(values: whole.values, replicates: replicates, n: rows))
    }

    /// Intervals of metrics of an unweighted confusion matrix, by a bootstrap of its counts.
    public func ofCounts(
        _ confusion: WeightedConfusion, _ scores: @Sendable (WeightedConfusion) -> MetricScores
    ) -> [String: Estimate] {
        guard confusion.total > 0 else { return [:] }
        let counts = confusion.cells.map { Int($0) }
        let classCount = confusion.classCount
        let whole = scores(confusion)
        let replicates = bootstrap.replicates(counts: counts, threads: threads) { drawn in
            scores(WeightedConfusion(cells: drawn.map(Double.init), classCount: classCount)).values
        }
        return named(
            whole, bootstrap.estimates(values: whole.values, replicates: replicates, n: counts.reduce(0, +)))
    }

    private func named(_ scores: MetricScores, _ estimates: [Estimate?]) -> [String: Estimate] {
        var found: [String: Estimate] = [:]
        for (score, estimate) in zip(scores.all, estimates) { found[score.name] = estimate }
        return found
    }

    /// Intervals of every defined metric of a binary task.
    public func of(_ evaluation: BinaryEvaluation, weights: [Double]? = nil) -> [String: Estimate] {
        if weights != nil {
            return ofRows(evaluation.rowCount, weights: weights) { evaluation.scores(weights: $0) }
        }
        var found: [String: Estimate] = [:]
        let ones = [Double](repeating: 1, count: evaluation.rowCount)
        if let confusion = evaluation.confusion(weights: ones) {
            let (labels, beta) = (evaluation.labels, evaluation.beta)
            found = ofCounts(confusion) { $0.scores(labels: labels, positive: 1, beta: beta) }
            found.merge(wilson(confusion)) { $1 }
            found.merge(wilsonOfPositives(confusion)) { $1 }
        }
        if let order = evaluation.order {
            let scores = ofRows(evaluation.rowCount, weights: nil) { evaluation.scoreMetrics(order, $0) }
            found.merge(scores) { $1 }
            found["roc_auc"] = DeLong(orders: [order], positive: evaluation.positive)?
                .interval(confidence: bootstrap.confidence)
        }
        return found
    }

    /// Intervals of every defined metric of a task with many classes.
    public func of(_ evaluation: ClassEvaluation, weights: [Double]? = nil) -> [String: Estimate] {
        if weights != nil {
            return ofRows(evaluation.rowCount, weights: weights) { evaluation.scores(weights: $0) }
        }
        let ones = [Double](repeating: 1, count: evaluation.rowCount)
        let confusion = evaluation.confusion(weights: ones)
        let (labels, options) = (evaluation.labels, evaluation.options)
        var found = ofCounts(confusion) {
            $0.scores(labels: labels, positive: nil, beta: options.beta, isOrdinal: options.isOrdinal)
        }
        found.merge(wilson(confusion)) { $1 }
        if evaluation.probabilities != nil {
            found.merge(ofRows(evaluation.rowCount, weights: nil) { evaluation.probabilityScores(weights: $0) }) { $1 }
        }
        return found
    }

    /// Intervals of means over rankings, by a bootstrap of rankings; none for fewer than two.
    public func of(_ evaluation: RankingEvaluation, weights: [Double]? = nil) -> [String: Estimate] {
        guard evaluation.queryCount > 1 else { return [:] }
        return ofRows(evaluation.queryCount, weights: weights.map { evaluation.queryWeights($0) }) {
            evaluation.scores(queryWeights: $0)
        }
    }

    private func share(_ part: Double, _ whole: Double) -> Estimate? {
        Estimate.wilson(successes: Int(part), of: Int(whole), confidence: bootstrap.confidence)
    }

    /// Shares of all rows.
    private func wilson(_ confusion: WeightedConfusion) -> [String: Estimate] {
        var found: [String: Estimate] = [:]
        found["accuracy"] = share(confusion.correct, confusion.total)
        let wrong = share(confusion.total - confusion.correct, confusion.total)
        for name in ["zero_one_loss", "hamming_loss"] { found[name] = wrong }
        for average in ["precision_micro", "recall_micro", "f1_micro", "fbeta_micro"] {
            found[average] = found["accuracy"]
        }
        return found
    }

    /// Shares of the positives, negatives, and what was predicted so; class 1 is the positive one.
    private func wilsonOfPositives(_ confusion: WeightedConfusion) -> [String: Estimate] {
        let (tp, tn) = (confusion.hits(1), confusion.hits(0))
        let (fp, fn) = (confusion.predictions[1] - tp, confusion.predictions[0] - tn)
        var found: [String: Estimate] = [:]
        found["precision"] = share(tp, tp + fp)
        found["false_discovery_rate"] = share(fp, tp + fp)
        found["recall"] = share(tp, tp + fn)
        found["false_negative_rate"] = share(fn, tp + fn)
        found["specificity"] = share(tn, tn + fp)
        found["false_positive_rate"] = share(fp, tn + fp)
        found["negative_predictive_value"] = share(tn, tn + fn)
        found["prevalence"] = share(tp + fn, confusion.total)
        found["predicted_positive_share"] = share(tp + fp, confusion.total)
        return found
    }
}
