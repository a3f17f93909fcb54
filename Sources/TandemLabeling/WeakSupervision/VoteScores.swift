import Foundation
import TandemNumerics

/// Adds up what votes say for each label, for all tasks, block by block over the functions' columns.
struct VoteScores: Sendable {
    /// The score of each label before any vote.
    let start: [Double]
    /// For each function, outcome (the abstention first) and label what the outcome adds.
    let values: [Double]
    /// Whether scores are logarithms of masses, or the masses themselves.
    let isLogarithmic: Bool

    /// Scores by which every function's vote counts its weight.
    static func majority(weights: [Double], labelCount: Int) -> VoteScores {
        var values = [Double](repeating: 0, count: weights.count * (labelCount + 1) * labelCount)
        for (function, weight) in weights.enumerated() {
            for label in 0..<labelCount {
                values[(function * (labelCount + 1) + label + 1) * labelCount + label] = weight
            }
        }
        return VoteScores(
            start: [Double](repeating: 0, count: labelCount), values: values, isLogarithmic: false)
    }

    /// The probabilities of all tasks, task by task; those without a vote get `otherwise`.
    func probabilities(
        _ votes: FunctionVotes, _ overview: VoteOverview, otherwise: [Double], threads: Int
    ) -> [Double] {
        let parts = Blocks(count: votes.taskCount).map(threads: threads) { tasks in
            block(votes, tasks, overview.votesOnTask, otherwise)
        }
        var all: [Double] = []
        all.reserveCapacity(votes.taskCount * start.count)
        for part in parts { all.append(contentsOf: part) }
        return all
    }

    private func block(
        _ votes: FunctionVotes, _ tasks: Range<Int>, _ votesOnTask: [Int16], _ otherwise: [Double]
    ) -> [Double] {
        let labels = start.count
        // Few labels: a column of scores for each, abstentions add nothing. Many: only the votes are looked at.
        var sums = labels <= 4 ? dense(votes, tasks) : sparse(votes, tasks)
        sums.withUnsafeMutableBufferPointer { sums in
            for task in 0..<tasks.count {
                let row = UnsafeMutableBufferPointer(rebasing: sums[task * labels..<(task + 1) * labels])
                if votesOnTask[tasks.lowerBound + task] == 0 {
                    for label in 0..<labels { row[label] = otherwise[label] }
                } else {
                    normalize(row)
                }
            }
        }
        return sums
    }

    private func normalize(_ row: UnsafeMutableBufferPointer<Double>) {
        if isLogarithmic {
            if row.count == 2 {
                row[0] = 1 / (1 + exp(row[1] - row[0]))
                row[1] = 1 - row[0]
                return
            }
            var top = -Double.infinity
            for score in row { top = max(top, score) }
            for label in 0..<row.count { row[label] = exp(row[label] - top) }
        }
        var total = 0.0
        for mass in row { total += mass }
        for label in 0..<row.count { row[label] /= total }
    }

    private func dense(_ votes: FunctionVotes, _ tasks: Range<Int>) -> [Double] {
        let labels = start.count
        let count = tasks.count
        var rows = [Double](repeating: 0, count: count * labels)
        var column = [Double](repeating: 0, count: count)
        var table = [Double](repeating: 0, count: labels + 1)
        for label in 0..<labels {
            for task in 0..<count { column[task] = start[label] }
            for (function, votes) in votes.columns.enumerated() {
                for outcome in 0...labels {
                    table[outcome] = values[(function * (labels + 1) + outcome) * labels + label]
                }
                votes[tasks].withUnsafeBufferPointer { votes in
                    table.withUnsafeBufferPointer { table in
                        column.withUnsafeMutableBufferPointer { column in
                            for task in 0..<count { column[task] += table[Int(votes[task]) &+ 1] }
                        }
                    }
                }
            }
            for task in 0..<count { rows[task * labels + label] = column[task] }
        }
        return rows
    }

    private func sparse(_ votes: FunctionVotes, _ tasks: Range<Int>) -> [Double] {
        let labels = start.count
        var rows: [Double] = []
        rows.reserveCapacity(tasks.count * labels)
        for _ in tasks { rows.append(contentsOf: start) }
        for (function, votes) in votes.columns.enumerated() {
            for (task, vote) in votes[tasks].enumerated() where vote >= 0 {
                let base = (function * (labels + 1) + Int(vote) + 1) * labels
                for label in 0..<labels { rows[task * labels + label] += values[base + label] }
            }
        }
        return rows
    }
}
