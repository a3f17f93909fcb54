import Foundation
import TandemNumerics

/// Confusion matrices of which only cells with an expected vote are kept: for many labels, where K × K numbers a worker
/// would not fit.
///
/// The same figures as ``DenseConfusions``: an absent cell stands for the floor.
struct SparseConfusions: ConfusionStore, Sendable {
    private let votes: VoteTable
    private let known: KnownLabels
    private let threads: Int
    private let rows: VoteRows
    /// What a cell adds to the log score of its label above an absent cell: ln count − ln floor.
    private var cells: SparseCells?
    /// For each worker the true labels with any expected vote, and ln(floor × rows) − ln(column's sum): what the column
    /// adds to the score of its label above a column without votes.
    private var columns: [[(label: Int32, log: Double)]] = []

    struct Counts: Sendable {
        var cells: SparseCells
        var labels: [Double]
        var entropy: Double
    }

    init(_ votes: VoteTable, known: KnownLabels, threads: Int) {
        self.votes = votes
        self.known = known
        self.threads = threads
        rows = VoteRows(votes)
    }

    func labelSums(_ counts: Counts) -> [Double] { counts.labels }

    func entropy(_ counts: Counts) -> Double { counts.entropy }

    func counts(under posteriors: [Double]) -> Counts {
        var labels = [Double](repeating: 0, count: votes.labelCount)
        var entropy = 0.0
        for item in votes.items.indices where !votes.range(of: item).isEmpty {
            for label in 0..<votes.labelCount {
                let share = posteriors[item * votes.labelCount + label]
                labels[label] += share
                let floored = max(share, DawidSkene.floor)
                entropy -= floored * log(floored)
            }
        }
        let cells = SparseCells(votes, rows: rows, posteriors: posteriors, threads: threads)
        return Counts(cells: cells, labels: labels, entropy: entropy)
    }

    mutating func maximize(_ counts: Counts) {
        cells = counts.cells
        columns = votes.workers.indices.map { worker in
            let own = rows.offsets[worker]..<rows.offsets[worker + 1]
            var sums: [Int32: (sum: Double, cells: Int)] = [:]
            for row in own {
                for cell in counts.cells.offsets[row]..<counts.cells.offsets[row + 1] {
                    let sum = sums[counts.cells.labels[cell]] ?? (0, 0)
                    sums[counts.cells.labels[cell]] = (sum.sum + counts.cells.counts[cell], sum.cells + 1)
                }
            }
            let empty = log(DawidSkene.floor * Double(own.count))
            return sums.sorted { $0.key < $1.key }.map { label, column in
                (label, empty - log(column.sum + DawidSkene.floor * Double(own.count - column.cells)))
            }
        }
    }

    func expect(logPrior: [Double]) -> Counts { counts(under: posteriors(logPrior: logPrior)) }

    func posteriors(logPrior: [Double]) -> [Double] {
        let blocks = Blocks(count: votes.items.count, size: ItemBlocks.size(items: votes.items.count, cells: 1))
        return Array(
            blocks.map(threads: threads) { range in
                var found: [Double] = []
                found.reserveCapacity(range.count * votes.labelCount)
                var scores = logPrior
                for item in range {
                    judge(item, logPrior: logPrior, into: &scores)
                    found += scores
                }
                return found
            }.joined())
    }

    private func judge(_ item: Int, logPrior: [Double], into scores: inout [Double]) {
        if let label = known[item] {
            for place in scores.indices { scores[place] = place == label ? 1 : 0 }
            return
        }
        for place in scores.indices { scores[place] = logPrior[place] }
        for vote in votes.range(of: item) {
            for column in columns[votes.worker(of: vote)] { scores[Int(column.label)] += column.log }
            guard let cells else { continue }
            let row = Int(rows.rowOfVote[vote])
            for cell in cells.offsets[row]..<cells.offsets[row + 1] {
                scores[Int(cells.labels[cell])] += log(cells.counts[cell] / DawidSkene.floor)
            }
        }
        Softmax.normalize(&scores)
    }

    func expectation(_ counts: Counts) -> (logLikelihood: Double, labelVotes: [Double]) {
        var total = 0.0
        var labelVotes = [Double](repeating: 0, count: votes.labelCount)
        for worker in votes.workers.indices {
            let own = rows.offsets[worker]..<rows.offsets[worker + 1]
            let columns = Dictionary(uniqueKeysWithValues: columns[worker].map { ($0.label, $0.log) })
            let empty = log(DawidSkene.floor * Double(own.count))
            for row in own {
                for cell in counts.cells.offsets[row]..<counts.cells.offsets[row + 1] {
                    let label = counts.cells.labels[cell]
                    let count = counts.cells.counts[cell]
                    // ln(count ÷ column's sum), the column's sum being floor × rows ÷ exp(column.log).
                    total += count * (log(count) - empty + (columns[label] ?? 0))
                    labelVotes[Int(label)] += count
                }
            }
        }
        return (total, labelVotes)
    }
}
