import TandemNumerics
import TandemStatistics

/// Compares models on one frozen evaluation set: paired bootstrap intervals and McNemar's test.
///
/// All arms (champion, challenger, the arm without the new human labels) are judged on the same items, and every
/// replicate draws the same items for both models of a pair, so that what the items have in common cancels.
public struct ModelComparison: Sendable {
    /// What is known about one model against another.
    public struct Report: Sendable, Hashable {
        /// The metrics that are defined for both, in the order asked for.
        public let metrics: [MetricDifference]
        /// McNemar's test of equal error rates: first = the model before, second = the model after.
        public let mcNemar: McNemar
        /// The number of evaluation items.
        public let n: Int
    }

    /// The true class of each item.
    public let truth: [Int]
    /// The number of classes.
    public let classCount: Int
    /// How replicates are drawn and intervals made; its seed decides everything random.
    public let bootstrap: Bootstrap

    /// Sets a comparison up on the true classes, each in 0 ..< classCount; intervals are percentiles.
    public init(
        truth: [Int], classCount: Int, seed: UInt64, replicates: Int = 2_000, confidence: Double = 0.95
    )
        throws(StatisticsError)
    {
        guard !truth.isEmpty else { throw .tooFewRows(needed: 1, found: 0) }
        for label in truth where label < 0 || label >= classCount {
            throw .classOutOfRange(label, classCount: classCount)
        }
        self.truth = truth
        self.classCount = classCount
        bootstrap = Bootstrap(seed: seed, replicates: replicates, confidence: confidence)
    }

    /// The metrics compared unless others are named: accuracy, macro F1, log loss, and F1 of class 1 when binary.
    public var usualMetrics: [ComparedMetric] {
        classCount == 2 ? [.accuracy, .f1(label: 1), .macroF1, .logLoss] : [.accuracy, .macroF1, .logLoss]
    }

    /// Compares two models item by item.
    public func compare(
        before: ModelPredictions, after: ModelPredictions, metrics: [ComparedMetric]? = nil
    ) throws(StatisticsError) -> Report {
        try check(before)
        try check(after)
        let wanted = metrics ?? usualMetrics
        let replicates = bootstrap.replicates(rows: truth.count) { weights in
            values(wanted, before, weights) + values(wanted, after, weights)
        }
        let ones = [Double](repeating: 1, count: truth.count)
        let first = values(wanted, before, ones)
        let second = values(wanted, after, ones)
        var found: [MetricDifference] = []
        for (place, metric) in wanted.enumerated() where first[place].isFinite && second[place].isFinite {
            let pairs = replicates.map { (before: $0[place], after: $0[wanted.count + place]) }
                .filter { $0.before.isFinite && $0.after.isFinite }
            guard let difference = estimate(second[place] - first[place], pairs.map { $0.after - $0.before }) else {
                continue
            }
            let gains = pairs.compactMap { Self.relative($0.before, $0.after) }
            let relative = Self.relative(first[place], second[place]).flatMap { estimate($0, gains) }
            found.append(
                MetricDifference(
                    metric: metric, before: first[place], after: second[place], difference: difference,
                    relativePercent: relative))
        }
        return Report(metrics: found, mcNemar: mcNemar(before, after), n: truth.count)
    }

    private func estimate(_ value: Double, _ replicates: [Double]) -> Estimate? {
        bootstrap.interval(value: value, replicates: replicates, n: truth.count, acceleration: 0)
    }

    private static func relative(_ before: Double, _ after: Double) -> Double? {
        before == 0 ? nil : 100 * (after - before) / before
    }

    /// Each metric of a model on weighted rows, NaN where undefined.
    private func values(_ metrics: [ComparedMetric], _ model: ModelPredictions, _ weights: [Double]) -> [Double] {
        var cells = [Double](repeating: 0, count: classCount * classCount)
        for row in truth.indices { cells[truth[row] * classCount + model.labels[row]] += weights[row] }
        let matrix = WeightedConfusion(cells: cells, classCount: classCount)
        return metrics.map { metric in
            switch metric {
            case .accuracy: return matrix.accuracy ?? .nan
            case .f1(let label): return (0..<classCount).contains(label) ? matrix.fScore(label) ?? .nan : .nan
            case .macroF1: return matrix.macroF1 ?? .nan
            case .logLoss:
                guard let losses = model.logLosses, matrix.total > 0 else { return .nan }
                var sum = 0.0
                for row in losses.indices { sum += weights[row] * losses[row] }
                return sum / matrix.total
            }
        }
    }

    private func mcNemar(_ before: ModelPredictions, _ after: ModelPredictions) -> McNemar {
        var onlyFirst = 0
        var onlySecond = 0
        for (row, label) in truth.enumerated() {
            let first = before.labels[row] == label
            let second = after.labels[row] == label
            if first, !second { onlyFirst += 1 }
            if second, !first { onlySecond += 1 }
        }
        return McNemar(onlyFirst: onlyFirst, onlySecond: onlySecond)
    }

    private func check(_ model: ModelPredictions) throws(StatisticsError) {
        guard model.labels.count == truth.count else {
            throw .lengthMismatch(expected: truth.count, found: model.labels.count)
        }
        if let losses = model.logLosses, losses.count != truth.count {
            throw .lengthMismatch(expected: truth.count, found: losses.count)
        }
        for label in model.labels where label < 0 || label >= classCount {
            throw .classOutOfRange(label, classCount: classCount)
        }
    }
}
