import Foundation
import TandemNumerics

/// Confusion matrices with every true label of the rows that hold a vote, four labels side by side.
struct DenseConfusions: ConfusionStore, Sendable {
    typealias Lane = SIMD4<Double>

    private let votes: VoteTable
    private let known: KnownLabels
    private let threads: Int
    private let rows: VoteRows
    private let blocks: Blocks
    /// Lanes of four labels in a row.
    private let width: Int
    /// ln P(given | true), rows × width lanes; padding holds zeros.
    private var logs: [Lane]

    struct Counts: Sendable {
        /// Expected counts, rows × width.
        var rows: [Lane]
        /// Σ posterior over items, width.
        var labels: [Lane]
        var entropy = 0.0
    }

    init(_ votes: VoteTable, known: KnownLabels, threads: Int) {
        self.votes = votes
        self.known = known
        self.threads = threads
        rows = VoteRows(votes)
        width = (votes.labelCount + 3) / 4
        logs = [Lane](repeating: .zero, count: rows.count * width)
        blocks = Blocks(
            count: votes.items.count,
            size: ItemBlocks.size(items: votes.items.count, cells: rows.count * width * 4))
    }

    func labelSums(_ counts: Counts) -> [Double] { unpacked(counts.labels) }

    func entropy(_ counts: Counts) -> Double { counts.entropy }

    func counts(under posteriors: [Double]) -> Counts {
        summed { range, part in
            var own = [Lane](repeating: .zero, count: width)
            for item in range {
                let votesHere = votes.offsets[item]..<votes.offsets[item + 1]
                guard !votesHere.isEmpty else { continue }
                for label in 0..<votes.labelCount {
                    own[label / 4][label % 4] = posteriors[item * votes.labelCount + label]
                }
                for lane in 0..<width { part.labels[lane] += own[lane] }
                for vote in votesHere {
                    let row = Int(rows.rowOfVote[vote]) * width
                    for lane in 0..<width { part.rows[row + lane] += own[lane] }
                }
            }
        }
    }

    mutating func maximize(_ counts: Counts) {
        let floor = Lane(repeating: DawidSkene.floor)
        for worker in votes.workers.indices {
            let own = rows.offsets[worker]..<rows.offsets[worker + 1]
            for lane in 0..<width {
                var total = Lane.zero
                for row in own { total += counts.rows[row * width + lane].atLeast(floor) }
                for row in own {
                    let share = counts.rows[row * width + lane].atLeast(floor) / total
                    for place in 0..<min(4, votes.labelCount - lane * 4) {
                        logs[row * width + lane][place] = log(share[place])
                    }
                }
            }
        }
    }

    func expect(logPrior: [Double]) -> Counts {
        let judge = DenseExpectation(
            votes: votes, known: known, rows: rows, width: width, logs: logs, prior: packed(logPrior))
        return summed { range, part in judge.count(range, &part) }
    }

    func posteriors(logPrior: [Double]) -> [Double] {
        let judge = DenseExpectation(
            votes: votes, known: known, rows: rows, width: width, logs: logs, prior: packed(logPrior))
        return Array(blocks.map(threads: threads) { judge.posteriors($0) }.joined())
    }

    func expectation(_ counts: Counts) -> (logLikelihood: Double, labelVotes: [Double]) {
        var total = 0.0
        var labelVotes = [Lane](repeating: .zero, count: width)
        for row in 0..<rows.count {
            for lane in 0..<width {
                let place = row * width + lane
                total += (counts.rows[place] * logs[place]).sum()
                labelVotes[lane] += counts.rows[place]
            }
        }
        return (total, unpacked(labelVotes))
    }

    private func summed(_ body: @Sendable (Range<Int>, inout Counts) -> Void) -> Counts {
        let empty = Counts(
            rows: [Lane](repeating: .zero, count: logs.count), labels: [Lane](repeating: .zero, count: width))
        let parts = blocks.map(threads: threads) { range in
            var part = empty
            body(range, &part)
            return part
        }
        return parts.reduce(into: empty) { sum, part in
            for place in sum.rows.indices { sum.rows[place] += part.rows[place] }
            for lane in 0..<width { sum.labels[lane] += part.labels[lane] }
            sum.entropy += part.entropy
        }
    }

    /// One number a label to lanes; padding is impossible.
    private func packed(_ values: [Double]) -> [Lane] {
        var lanes = [Lane](repeating: Lane(repeating: -.infinity), count: width)
        for (label, value) in values.enumerated() { lanes[label / 4][label % 4] = value }
        return lanes
    }

    private func unpacked(_ lanes: [Lane]) -> [Double] { (0..<votes.labelCount).map { lanes[$0 / 4][$0 % 4] } }
}

extension SIMD4<Double> {
    /// The larger of both, place by place.
    @inline(__always)
    func atLeast(_ floor: SIMD4<Double>) -> SIMD4<Double> { replacing(with: floor, where: self .< floor) }
}
