import Foundation

/// One expectation over blocks of items, by confusion matrices in lanes of four labels.
struct DenseExpectation: Sendable {
    typealias Lane = SIMD4<Double>

    let votes: VoteTable
    let known: KnownLabels
    let rows: VoteRows
    /// Lanes in a row.
    let width: Int
    /// ln P(given | true), rows × width.
    let logs: [Lane]
    /// The log prior, width; −∞ in padding.
    let prior: [Lane]

    /// Judges a block's items and counts under their posteriors.
    func count(_ range: Range<Int>, _ part: inout DenseConfusions.Counts) {
        var entropy = 0.0
        part.rows.withUnsafeMutableBufferPointer { sums in
            part.labels.withUnsafeMutableBufferPointer { labels in
                visit(range) { votesHere, posterior, uncertainty in
                    entropy += uncertainty
                    for lane in 0..<width { labels[lane] += posterior[lane] }
                    for vote in votesHere {
                        let row = Int(rows.rowOfVote[vote]) * width
                        for lane in 0..<width { sums[row + lane] += posterior[lane] }
                    }
                }
            }
        }
        part.entropy = entropy
    }

    /// A block's posteriors, items × labels; the prior where nobody voted.
    func posteriors(_ range: Range<Int>) -> [Double] {
        var posteriors: [Double] = []
        posteriors.reserveCapacity(range.count * votes.labelCount)
        visit(range, everywhere: true) { _, posterior, _ in
            for label in 0..<votes.labelCount { posteriors.append(posterior[label / 4][label % 4]) }
        }
        return posteriors
    }

    /// Hands over each item's votes, posterior and entropy; items without votes only if `everywhere`.
    @inline(__always)
    private func visit(
        _ range: Range<Int>, everywhere: Bool = false,
        _ body: (Range<Int>, UnsafeMutableBufferPointer<Lane>, Double) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Lane.self, capacity: width) { scores in
            logs.withUnsafeBufferPointer { logs in
                for item in range {
                    let votesHere = votes.offsets[item]..<votes.offsets[item + 1]
                    if votesHere.isEmpty && !everywhere { continue }
                    for lane in 0..<width { scores[lane] = prior[lane] }
                    let entropy: Double
                    if let label = known[item] {
                        for lane in 0..<width { scores[lane] = .zero }
                        scores[label / 4][label % 4] = 1
                        entropy = Double(votes.labelCount - 1) * Self.flooredTerm
                    } else {
                        for vote in votesHere {
                            let row = Int(rows.rowOfVote[vote]) * width
                            for lane in 0..<width { scores[lane] += logs[row + lane] }
                        }
                        entropy = normalize(scores)
                    }
                    body(votesHere, scores, entropy)
                }
            }
        }
    }

    /// −p ln p at the floor of probabilities.
    private static let flooredTerm = -DawidSkene.floor * log(DawidSkene.floor)

    /// Log scores to probabilities; returns their entropy, small ones counted at the floor as crowd-kit does.
    @inline(__always)
    private func normalize(_ scores: UnsafeMutableBufferPointer<Lane>) -> Double {
        var top = -Double.infinity
        for lane in 0..<width { top = max(top, scores[lane].max()) }
        var total = 0.0
        var weighted = 0.0
        var floored = 0.0
        for lane in 0..<width {
            let shifted = scores[lane] - top
            var shares = Lane.zero
            for place in 0..<min(4, votes.labelCount - lane * 4) { shares[place] = exp(shifted[place]) }
            total += shares.sum()
            scores[lane] = shares
            for place in 0..<min(4, votes.labelCount - lane * 4) where shares[place] > 0 {
                weighted += shares[place] * shifted[place]
            }
        }
        for lane in 0..<width {
            scores[lane] /= total
            for place in 0..<min(4, votes.labelCount - lane * 4) where scores[lane][place] < DawidSkene.floor {
                floored += Self.flooredTerm
            }
        }
        return log(total) - weighted / total + floored
    }
}
