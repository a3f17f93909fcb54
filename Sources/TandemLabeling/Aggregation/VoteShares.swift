import TandemNumerics

/// The shares of votes: what every method starts from, and all that majority voting needs.
enum VoteShares {
    /// The share of an item's votes for each label, items × labels; certainty where the label is known, the same for all
    /// labels where nobody voted.
    static func posteriors(_ votes: VoteTable, known: KnownLabels, threads: Int, weights: [Double]? = nil) -> [Double] {
        let blocks = Blocks(count: votes.items.count, size: ItemBlocks.size(items: votes.items.count, cells: 1))
        return Array(
            blocks.map(threads: threads) { range in
                var shares = [Double](repeating: 0, count: range.count * votes.labelCount)
                for item in range {
                    let start = (item - range.lowerBound) * votes.labelCount
                    fill(&shares, from: start, item, votes, known[item], weights)
                }
                return shares
            }.joined())
    }

    private static func fill(
        _ shares: inout [Double], from start: Int, _ item: Int, _ votes: VoteTable, _ known: Int?, _ weights: [Double]?
    ) {
        if let known {
            shares[start + known] = 1
            return
        }
        var total = 0.0
        for vote in votes.offsets[item]..<votes.offsets[item + 1] {
            let weight = weights.map { $0[Int(votes.voters[vote])] } ?? 1
            shares[start + Int(votes.labels[vote])] += weight
            total += weight
        }
        for label in 0..<votes.labelCount {
            shares[start + label] = total > 0 ? shares[start + label] / total : 1 / Double(votes.labelCount)
        }
    }

    /// The label of each item with the highest posterior, the lowest on a tie.
    static func winners(_ posteriors: [Double], labels: Int) -> [Int32] {
        (0..<posteriors.count / max(1, labels)).map { item in
            var best = 0
            for label in 1..<labels where posteriors[item * labels + label] > posteriors[item * labels + best] {
                best = label
            }
            return Int32(best)
        }
    }
}
