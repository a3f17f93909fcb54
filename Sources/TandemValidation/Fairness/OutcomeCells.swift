import TandemNumerics
import TandemStatistics

/// Rows counted by group, truth, prediction and weight: all that figures of counts depend on.
struct OutcomeCells: Sendable {
    private struct Cell: Hashable {
        let group: Int32
        let truth: Bool
        let predicted: Bool
        let weight: Double
    }

    private let cells: [Cell]
    private let counts: [Int]
    private let groupCount: Int

    init(_ predictions: JudgedPredictions, by grouping: Grouping) {
        groupCount = grouping.count
        if let weights = predictions.weights {
            var tally: [Cell: Int] = [:]
            for row in 0..<predictions.count {
                tally[
                    Cell(
                        group: grouping.codes[row], truth: predictions.truth[row],
                        predicted: predictions.predicted[row],
                        weight: weights[row]), default: 0] += 1
            }
            cells = tally.keys.sorted { Self.order($0) < Self.order($1) }
            counts = cells.map { tally[$0] ?? 0 }
        } else {
            var tally = [Int](repeating: 0, count: grouping.count * 4)
            for row in 0..<predictions.count {
                let place = (predictions.truth[row] ? 2 : 0) + (predictions.predicted[row] ? 1 : 0)
                tally[Int(grouping.codes[row]) * 4 + place] += 1
            }
            cells = tally.indices.map {
                Cell(group: Int32($0 / 4), truth: $0 % 4 >= 2, predicted: $0 % 2 == 1, weight: 1)
            }
            counts = tally
        }
    }

    /// New counts of the cells under drawing all rows again with replacement.
    func drawn(_ random: inout SplitMix64) -> [Int] {
        Bootstrap.multinomial(counts, n: counts.reduce(0, +), &random)
    }

    /// The figures that these counts of the cells give.
    func figures(_ counts: [Int]) -> GroupFigures {
        var outcomes = [OutcomeCounts](repeating: OutcomeCounts(), count: groupCount)
        var rows = [Int](repeating: 0, count: groupCount)
        for (cell, count) in zip(cells, counts) where count > 0 {
            outcomes[Int(cell.group)].add(
                truth: cell.truth, predicted: cell.predicted, weight: Double(count) * cell.weight)
            rows[Int(cell.group)] += count
        }
        return GroupFigures(counts: outcomes, rows: rows)
    }

    private static func order(_ cell: Cell) -> (Int32, Int, Double) {
        (cell.group, (cell.truth ? 2 : 0) + (cell.predicted ? 1 : 0), cell.weight)
    }
}
