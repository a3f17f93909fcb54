import TandemNumerics

/// Calibrated sets of labels.
public struct ConformalFit: Sendable, Hashable {
    /// The rule that was calibrated.
    public let rule: ConformalRule
    /// The scores of true labels in rising order, stratum after stratum.
    let sortedScores: [[Double]]
    /// The quantile of each stratum: labels with scores at most this belong to the set; infinite when there are too
    /// few items, so that the stratum's promise is kept by leaving nothing out.
    public let thresholds: [Double]

    init(rule: ConformalRule, sortedScores: [[Double]]) {
        self.rule = rule
        self.sortedScores = sortedScores
        thresholds = sortedScores.map { ConformalQuantile.ofSorted($0, confidence: rule.confidence) }
    }

    /// The number of calibration items of each stratum.
    public var counts: [Int] { sortedScores.map(\.count) }

    /// How many more items each stratum needs for a finite threshold; 0 where it has one.
    public var missing: [Int] {
        let needed = ConformalQuantile.needed(confidence: rule.confidence)
        return counts.map { max(0, needed - $0) }
    }

    /// The sets of other items, as the labels they hold in rising order.
    public func sets(_ items: CalibrationProbabilities, threads: Int = 1) -> [[Int]] {
        walk(items, purpose: .prediction, threads: threads) { _, stratum, score, _ in score <= thresholds[stratum] }
    }

    /// The sets that the calibration items would have had without themselves among the scores.
    ///
    /// `items` are those the fit was calibrated on; one without truth was not, and gets its ordinary set.
    public func leaveOneOutSets(_ items: CalibrationProbabilities, threads: Int = 1) -> [[Int]] {
        let own = rule.scoresOfTruth(items, threads: threads)
        let without = sortedScores.map { sorted in Without(sorted, confidence: rule.confidence) }
        return walk(items, purpose: .calibration, threads: threads) { item, stratum, score, truth in
            guard let truth else { return score <= thresholds[stratum] }
            let group = items.groups.isEmpty ? 0 : items.groups[item]
            let isMine = rule.place(label: truth, group: group) == stratum
            return score <= (isMine ? without[stratum].threshold(own[item]) : thresholds[stratum])
        }
    }

    private func walk(
        _ items: CalibrationProbabilities, purpose: ConformalRule.Purpose, threads: Int,
        holds: @Sendable (_ item: Int, _ stratum: Int, _ score: Double, _ truth: Int?) -> Bool
    ) -> [[Int]] {
        let keepsFirst = rule.score.isCumulative && !rule.isRandomized
        return Blocks(count: items.count).map(threads: threads) { range in
            var scores = [Double](repeating: 0, count: items.labelCount)
            return range.map { item -> [Int] in
                rule.score.write(items.row(item), share: rule.share(item, of: purpose), to: &scores)
                let group = items.groups.isEmpty ? 0 : items.groups[item]
                let set = scores.indices.filter { label in
                    holds(item, rule.place(label: label, group: group), scores[label], items.truth[item])
                }
                guard set.isEmpty, keepsFirst, let first = scores.indices.min(by: { scores[$0] < scores[$1] }) else {
                    return set
                }
                return [first]
            }
        }.flatMap { $0 }
    }

    /// The quantile of a stratum without one of its scores.
    private struct Without: Sendable {
        /// The threshold when one at most `pivot` is taken away, and when one above it is.
        let withoutLow: Double
        let withoutHigh: Double
        let pivot: Double

        init(_ sorted: [Double], confidence: Double) {
            let rank = ConformalQuantile.rank(sorted.count - 1, confidence: confidence)
            func value(_ rank: Int) -> Double { rank <= sorted.count ? sorted[rank - 1] : .infinity }
            guard !sorted.isEmpty, rank < sorted.count else {
                (withoutLow, withoutHigh, pivot) = (.infinity, .infinity, .infinity)
                return
            }
            (withoutLow, withoutHigh, pivot) = (value(rank + 1), value(rank), value(rank))
        }

        func threshold(_ own: Double) -> Double { own <= pivot ? withoutLow : withoutHigh }
    }
}
