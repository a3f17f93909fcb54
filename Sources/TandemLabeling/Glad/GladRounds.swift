import Foundation
import TandemNumerics

/// The rounds of GLAD over blocks of items.
struct GladRounds {
    private let votes: VoteTable
    private let known: KnownLabels
    private let threads: Int
    private let blocks: Blocks
    /// Votes by worker.
    let given: [Double]
    /// The ability of each worker.
    private(set) var abilities: [Double]
    /// Expected right votes by worker, Σ σ(α e^β), in the last round.
    private(set) var right: [Double]
    /// The mean change of a posterior in the last round.
    private(set) var meanChange = Double.infinity
    private var parts: [Part]

    /// What a block keeps from round to round and hands over.
    private struct Part: Sendable {
        var posteriors: [Double]
        /// ln of the inverse difficulty of each item, β.
        var ease: [Double]
        /// The derivative of the expected log likelihood by each worker's ability.
        var slopes: [Double] = []
        /// Minus its second derivative.
        var curves: [Double] = []
        var right: [Double] = []
        var change = 0.0
    }

    init(_ votes: VoteTable, known: KnownLabels, threads: Int) {
        self.votes = votes
        self.known = known
        self.threads = threads
        let workers = votes.workers.count
        blocks = Blocks(count: votes.items.count, size: ItemBlocks.size(items: votes.items.count, cells: workers * 3))
        given = OneCoinDawidSkene.voteCounts(votes)
        abilities = [Double](repeating: 1, count: workers)
        right = [Double](repeating: 0, count: workers)
        let start = 1 / Double(votes.labelCount)
        parts = (0..<blocks.blockCount).map { [blocks] block in
            let count = blocks.range(block).count
            return Part(
                posteriors: [Double](repeating: start, count: count * votes.labelCount),
                ease: [Double](repeating: 1, count: count))
        }
    }

    /// All posteriors, items × labels.
    var posteriors: [Double] { Array(parts.lazy.map(\.posteriors).joined()) }

    /// One expectation, one step of each item's ease and one of each worker's ability.
    mutating func advance() {
        parts = blocks.map(threads: threads) { [self] range in
            var part = parts[range.lowerBound / blocks.size]
            let zeros = [Double](repeating: 0, count: abilities.count)
            (part.slopes, part.curves, part.right, part.change) = (zeros, zeros, zeros, 0)
            step(range, &part)
            return part
        }
        for worker in abilities.indices {
            // The prior N(1, 1) pulls towards 1.
            let slope = parts.reduce(1 - abilities[worker]) { $0 + $1.slopes[worker] }
            let curve = parts.reduce(1) { $0 + $1.curves[worker] }
            abilities[worker] += min(max(slope / curve, -1), 1)
            right[worker] = parts.reduce(0) { $0 + $1.right[worker] }
        }
        let change = parts.reduce(0) { $0 + $1.change }
        meanChange = change / Double(max(1, votes.items.count * votes.labelCount))
    }

    private func step(_ range: Range<Int>, _ part: inout Part) {
        let labels = votes.labelCount
        let spread = log(Double(labels - 1))
        var scores = [Double](repeating: 0, count: labels)
        for item in range {
            let place = item - range.lowerBound
            let votesHere = votes.offsets[item]..<votes.offsets[item + 1]
            let scale = exp(part.ease[place])
            for label in 0..<labels { scores[label] = 0 }
            if let label = known[item] {
                scores[label] = 1
            } else {
                for vote in votesHere {
                    scores[Int(votes.labels[vote])] += abilities[Int(votes.voters[vote])] * scale + spread
                }
                Softmax.normalize(&scores)
            }
            for label in 0..<labels {
                part.change += abs(scores[label] - part.posteriors[place * labels + label])
                part.posteriors[place * labels + label] = scores[label]
            }
            ease(votesHere, scores, scale, &part.ease[place])
            measure(votesHere, scores, exp(part.ease[place]), &part)
        }
    }

    /// Fisher's scoring for one item: the curvature is that of the expectation, never the wrong way round.
    @inline(__always)
    private func ease(_ votesHere: Range<Int>, _ posterior: [Double], _ scale: Double, _ ease: inout Double) {
        var slope = 1 - ease
        var curve = 1.0
        for vote in votesHere {
            let score = abilities[Int(votes.voters[vote])] * scale
            let right = 1 / (1 + exp(-score))
            slope += score * (posterior[Int(votes.labels[vote])] - right)
            curve += score * score * right * (1 - right)
        }
        ease += min(max(slope / curve, -1), 1)
    }

    @inline(__always)
    private func measure(_ votesHere: Range<Int>, _ posterior: [Double], _ scale: Double, _ part: inout Part) {
        for vote in votesHere {
            let worker = Int(votes.voters[vote])
            let right = 1 / (1 + exp(-abilities[worker] * scale))
            part.slopes[worker] += scale * (posterior[Int(votes.labels[vote])] - right)
            part.curves[worker] += scale * scale * right * (1 - right)
            part.right[worker] += right
        }
    }
}
