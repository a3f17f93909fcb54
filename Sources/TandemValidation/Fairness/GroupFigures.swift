import Foundation
import TandemStatistics

/// The figures of each group and of all rows, without intervals: one pass over the rows.
public struct GroupFigures: Sendable, Hashable {
    /// The counts of each group.
    public let counts: [OutcomeCounts]
    /// Number of rows of each group, unweighted.
    public let rows: [Int]
    /// For each group the figures in the order of `GroupMetric.allCases`; NaN where undefined.
    let values: [[Double]]
    /// The figures of all rows.
    let all: [Double]

    /// Counts predictions by group.
    public init(_ predictions: JudgedPredictions, by grouping: Grouping) {
        var counts = [OutcomeCounts](repeating: OutcomeCounts(), count: grouping.count)
        var rows = [Int](repeating: 0, count: grouping.count)
        for row in 0..<predictions.count {
            let group = Int(grouping.codes[row])
            counts[group].add(
                truth: predictions.truth[row], predicted: predictions.predicted[row],
                weight: predictions.weights?[row] ?? 1)
            rows[group] += 1
        }
        self.init(counts: counts, rows: rows)
        guard let scores = predictions.scores else { return }
        var members = [[Int]](repeating: [], count: grouping.count)
        for (row, group) in grouping.codes.enumerated() { members[Int(group)].append(row) }
        let byGroup = members.map { Self.scored(predictions, scores, rows: $0) }
        let overall = Self.scored(predictions, scores, rows: Array(0..<predictions.count))
        self = GroupFigures(
            counts: counts, rows: rows, values: zip(values, byGroup).map { Self.merged($0, $1) },
            all: Self.merged(all, overall))
    }

    /// Figures from counts alone.
    init(counts: [OutcomeCounts], rows: [Int]) {
        let total = counts.reduce(OutcomeCounts(), +)
        let count = rows.reduce(0, +)
        self.init(
            counts: counts, rows: rows,
            values: zip(counts, rows).map { counts, rows in
                GroupMetric.allCases.map { $0.value(counts, rows: rows) }
            },
            all: GroupMetric.allCases.map { $0.value(total, rows: count) })
    }

    private init(counts: [OutcomeCounts], rows: [Int], values: [[Double]], all: [Double]) {
        self.counts = counts
        self.rows = rows
        self.values = values
        self.all = all
    }

    /// A figure of a group; NaN where it is undefined.
    public func value(_ metric: GroupMetric, group: Int) -> Double { values[group][metric.place] }

    /// A figure of all rows; NaN where it is undefined.
    public func overall(_ metric: GroupMetric) -> Double { all[metric.place] }

    /// A gap between the groups for which `isJudged` is true.
    public func disparity(_ disparity: Disparity, _ comparison: Disparity.Comparison, isJudged: [Bool]) -> Double {
        disparity.value(
            comparison,
            groups: { metric in values.indices.filter { isJudged[$0] }.map { value(metric, group: $0) } },
            overall: { overall($0) })
    }

    // MARK: Scores

    private static func merged(_ values: [Double], _ scored: (auc: Double, loss: Double)) -> [Double] {
        var values = values
        values[GroupMetric.rocAUC.place] = scored.auc
        values[GroupMetric.logLoss.place] = scored.loss
        return values
    }

    private static func scored(
        _ predictions: JudgedPredictions, _ scores: [Double], rows: [Int]
    ) -> (auc: Double, loss: Double) {
        let weight: (Int) -> Double = { predictions.weights?[$0] ?? 1 }
        return (area(predictions, scores, rows, weight), loss(predictions, scores, rows, weight))
    }

    /// The weighted area: the share of pairs in order, ties half (Mann and Whitney).
    private static func area(
        _ predictions: JudgedPredictions, _ scores: [Double], _ rows: [Int], _ weight: (Int) -> Double
    ) -> Double {
        let order = rows.sorted { scores[$0] < scores[$1] }
        var below = 0.0
        var pairs = 0.0
        var positives = 0.0
        var start = 0
        while start < order.count {
            var end = start
            var tiedPositive = 0.0
            var tiedNegative = 0.0
            while end < order.count, scores[order[end]] == scores[order[start]] {
                if predictions.truth[order[end]] {
                    tiedPositive += weight(order[end])
                } else {
                    tiedNegative += weight(order[end])
                }
                end += 1
            }
            pairs += tiedPositive * (below + tiedNegative / 2)
            positives += tiedPositive
            below += tiedNegative
            start = end
        }
        return OutcomeCounts.share(pairs, positives * below)
    }

    /// The mean of −ln of the true class' probability, probabilities held off 0 and 1 as scikit-learn does.
    private static func loss(
        _ predictions: JudgedPredictions, _ scores: [Double], _ rows: [Int], _ weight: (Int) -> Double
    ) -> Double {
        var sum = 0.0
        var total = 0.0
        // Scores that are no probabilities rank, but have no logarithmic loss.
        guard rows.allSatisfy({ scores[$0] >= 0 && scores[$0] <= 1 }) else { return .nan }
        for row in rows {
            let probability = predictions.truth[row] ? scores[row] : 1 - scores[row]
            let floor = ProbabilityScores.floor
            sum -= weight(row) * log(min(max(probability, floor), 1 - floor))
            total += weight(row)
        }
        return OutcomeCounts.share(sum, total)
    }
}

extension GroupMetric {
    /// The place in `allCases`.
    var place: Int {
        GroupMetric.places[self] ?? 0
    }

    private static let places = Dictionary(uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}
