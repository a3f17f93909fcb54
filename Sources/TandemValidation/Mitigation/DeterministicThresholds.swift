/// One threshold for each group and no chance: equal scores in one group always get the same answer.
///
/// The best accuracy whose gap stays below a tolerance. Every target rate of a grid sets each group's threshold where its
/// rate comes closest; the best of them is then improved group by group until nothing helps. Exhaustive search would
/// take the product of all groups' thresholds; what is found is feasible, not proven best.
public struct DeterministicThresholds: Sendable, Hashable {
    /// Predicted positive above it, for each group.
    public let thresholds: [Double]
    /// The gap that is reached on these rows.
    public let gap: Double
    /// The accuracy that is reached on these rows.
    public let accuracy: Double
    /// Whether the gap is within the tolerance.
    public let isWithin: Bool

    private static let targets = 100
    /// Most thresholds tried in a group; more are thinned out evenly.
    private static let candidates = 200

    /// Searches; a group without rows keeps a threshold of infinity.
    public init(
        scores: [Double], truth: [Bool], grouping: Grouping, constraint: ThresholdConstraint, tolerance: Double
    ) {
        let ladders = Self.ladders(scores: scores, truth: truth, grouping: grouping)
        var chosen = Self.start(ladders, constraint, tolerance)
        var best = Self.judge(chosen, ladders, constraint, tolerance)
        var isImproved = true
        while isImproved {
            isImproved = false
            for group in ladders.indices {
                for step in ladders[group].indices {
                    var other = chosen
                    other[group] = step
                    let judged = Self.judge(other, ladders, constraint, tolerance)
                    if judged.isBetter(than: best) {
                        (chosen, best, isImproved) = (other, judged, true)
                    }
                }
            }
        }
        thresholds = zip(chosen, ladders).map { $1[$0].threshold }
        gap = best.gap
        accuracy = best.accuracy
        isWithin = best.excess == 0
    }

    private struct Step {
        let threshold: Double
        let counts: OutcomeCounts
    }

    private struct Judgment {
        let gap: Double
        let excess: Double
        let accuracy: Double

        func isBetter(than other: Judgment) -> Bool {
            excess != other.excess ? excess < other.excess : accuracy > other.accuracy
        }
    }

    private static func judge(
        _ chosen: [Int], _ ladders: [[Step]], _ constraint: ThresholdConstraint, _ tolerance: Double
    ) -> Judgment {
        let counts = zip(chosen, ladders).map { $1[$0].counts }
        let gap = constraint.gap(counts)
        let all = counts.reduce(OutcomeCounts(), +)
        return Judgment(
            gap: gap, excess: max(0, gap - tolerance), accuracy: OutcomeCounts.share(all.correct, all.total))
    }

    private static func start(
        _ ladders: [[Step]], _ constraint: ThresholdConstraint, _ tolerance: Double
    ) -> [Int] {
        let metric = constraint.metrics[0]
        var best: (chosen: [Int], judged: Judgment)?
        for target in 0...targets {
            let rate = Double(target) / Double(targets)
            let chosen = ladders.map { ladder in
                ladder.indices.min {
                    abs(metric.value(ladder[$0].counts, rows: 0) - rate)
                        < abs(
                            metric.value(ladder[$1].counts, rows: 0) - rate)
                } ?? 0
            }
            let judged = judge(chosen, ladders, constraint, tolerance)
            if best.map({ judged.isBetter(than: $0.judged) }) ?? true { best = (chosen, judged) }
        }
        return best?.chosen ?? ladders.map { _ in 0 }
    }

    /// For each group its thresholds from the highest to the lowest, and the counts each gives.
    private static func ladders(scores: [Double], truth: [Bool], grouping: Grouping) -> [[Step]] {
        var members = [[Int]](repeating: [], count: grouping.count)
        for (row, group) in grouping.codes.enumerated() { members[Int(group)].append(row) }
        return members.map { rows in
            let order = rows.sorted { scores[$0] > scores[$1] }
            let positives = Double(rows.count { truth[$0] })
            var counts = OutcomeCounts(
                trueNegatives: Double(rows.count) - positives, falseNegatives: positives)
            var steps = [Step(threshold: .infinity, counts: counts)]
            for (place, row) in order.enumerated() {
                if truth[row] {
                    counts.truePositives += 1
                    counts.falseNegatives -= 1
                } else {
                    counts.falsePositives += 1
                    counts.trueNegatives -= 1
                }
                let next = place + 1 < order.count ? scores[order[place + 1]] : -.infinity
                if next < scores[row] { steps.append(Step(threshold: (scores[row] + next) / 2, counts: counts)) }
            }
            guard steps.count > candidates else { return steps }
            return (0..<candidates).map { steps[$0 * (steps.count - 1) / (candidates - 1)] }
        }
    }
}
