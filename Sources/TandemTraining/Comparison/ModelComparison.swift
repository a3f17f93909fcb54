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
        let replicates = self.replicates(before, after, wanted)
        let whole = Array(truth.indices)
        var found: [MetricDifference] = []
        for (place, metric) in wanted.enumerated() {
            guard let first = value(metric, before, whole), let second = value(metric, after, whole) else { continue }
            let pairs = replicates.compactMap { $0[place] }
            guard let difference = estimate(second - first, pairs.map { $0.after - $0.before }) else { continue }
            let gains = pairs.compactMap { Self.relative($0.before, $0.after) }
            let relative = Self.relative(first, second).flatMap { estimate($0, gains) }
            found.append(
                MetricDifference(
                    metric: metric, before: first, after: second, difference: difference, relativePercent: relative))
        }
        return Report(metrics: found, mcNemar: mcNemar(before, after), n: truth.count)
    }

    private typealias Pair = (before: Double, after: Double)

    /// For each replicate and metric the pair of values on the same drawn items.
    private func replicates(
        _ before: ModelPredictions, _ after: ModelPredictions, _ metrics: [ComparedMetric]
    ) -> [[Pair?]] {
        var random = SplitMix64(seed: bootstrap.seed)
        var rows = [Int](repeating: 0, count: truth.count)
        return (0..<bootstrap.replicates).map { _ in
            for index in rows.indices { rows[index] = random.below(rows.count) }
            let first = confusion(before, rows)
            let second = confusion(after, rows)
            return metrics.map { metric in
                guard let left = value(metric, before, rows, first), let right = value(metric, after, rows, second)
                else { return nil }
                return (left, right)
            }
        }
    }

    private func estimate(_ value: Double, _ replicates: [Double]) -> Estimate? {
        bootstrap.interval(value: value, replicates: replicates, n: truth.count, acceleration: 0)
    }

    private static func relative(_ before: Double, _ after: Double) -> Double? {
        before == 0 ? nil : 100 * (after - before) / before
    }

    private func confusion(_ model: ModelPredictions, _ rows: [Int]) -> ConfusionMatrix {
        var matrix = ConfusionMatrix(classCount: classCount)
        for row in rows { matrix.add(truth: truth[row], predicted: model.labels[row]) }
        return matrix
    }

    private func value(
        _ metric: ComparedMetric, _ model: ModelPredictions, _ rows: [Int], _ matrix: ConfusionMatrix? = nil
    ) -> Double? {
        switch metric {
        case .accuracy: return (matrix ?? confusion(model, rows)).accuracy
        case .f1(let label):
            guard (0..<classCount).contains(label) else { return nil }
            return (matrix ?? confusion(model, rows)).f1(label)
        case .macroF1: return (matrix ?? confusion(model, rows)).macroF1
        case .logLoss:
            guard let losses = model.logLosses else { return nil }
            return rows.reduce(0) { $0 + losses[$1] } / Double(rows.count)
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
