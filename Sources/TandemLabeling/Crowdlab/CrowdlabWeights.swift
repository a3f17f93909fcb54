/// How far CROWDLAB trusts the model and each worker, measured against a consensus.
struct CrowdlabWeights: Sendable {
    /// The model's weight.
    let model: Double
    /// Each worker's weight.
    let workers: [Double]
    /// The share of votes on an item that give its consensus label.
    let agreement: [Double]
    /// The mean agreement over items with several votes: the chance that a vote hits the consensus.
    private let hit: Double
    private let miss: Double

    init(_ votes: VoteTable, _ probabilities: [Double], consensus: [Int32]) {
        let labels = votes.labelCount
        let agreement = votes.items.indices.map { item in
            let range = votes.range(of: item)
            return Double(range.count { votes.labels[$0] == consensus[item] }) / Double(range.count)
        }
        let several = votes.items.indices.filter { votes.range(of: $0).count > 1 }
        let n = Double(several.count)
        self.agreement = agreement
        hit = several.reduce(0) { $0 + agreement[$1] } / n
        miss = (1 - hit) / Double(labels - 1)
        var frequency = [Int](repeating: 0, count: labels)
        for item in several { frequency[Int(consensus[item])] += 1 }
        let baseline = max(Double(several.count - (frequency.max() ?? 0)) / n, Crowdlab.floor)
        workers = Self.mutualAgreement(votes).map { max(1 - (1 - $0) / baseline, Crowdlab.floor) }
        let errors = several.count {
            Self.first(probabilities, $0, labels) != Int(consensus[$0])
        }
        let mean = Double(votes.voteCount) / Double(votes.items.count)
        model = max(1 - Double(errors) / n / baseline, Crowdlab.floor) * mean.squareRoot()
    }

    /// The weighted mean of the model's probabilities and of what each vote makes likely, items × labels.
    func posteriors(_ votes: VoteTable, _ probabilities: [Double]) -> [Double] {
        let labels = votes.labelCount
        var posteriors = probabilities.map { $0 * model }
        var order: [Int] = []
        for item in votes.items.indices {
            // In the order of workers, so that equal posteriors are equal to the last bit whatever the order of rows.
            order.removeAll(keepingCapacity: true)
            order.append(contentsOf: votes.range(of: item))
            order.sort { votes.voters[$0] < votes.voters[$1] }
            var total = 0.0
            for vote in order {
                let weight = workers[votes.worker(of: vote)]
                total += weight
                for label in 0..<labels {
                    posteriors[item * labels + label] += weight * (label == votes.label(of: vote) ? hit : miss)
                }
            }
            for label in 0..<labels { posteriors[item * labels + label] /= total + model }
        }
        return posteriors
    }

    /// The place of the highest of an item's probabilities, the lowest label on a tie.
    private static func first(_ probabilities: [Double], _ item: Int, _ labels: Int) -> Int {
        var best = 0
        for label in 1..<labels where probabilities[item * labels + label] > probabilities[item * labels + best] {
            best = label
        }
        return best
    }

    /// The share of other votes on a worker's items that agree with it; the mean of all for those who worked alone.
    private static func mutualAgreement(_ votes: VoteTable) -> [Double] {
        var same = [Double](repeating: 0, count: votes.workers.count)
        var others = same
        for item in votes.items.indices {
            let counts = votes.counts(on: item)
            let range = votes.range(of: item)
            for vote in range {
                same[votes.worker(of: vote)] += Double(counts[votes.label(of: vote)] - 1)
                others[votes.worker(of: vote)] += Double(range.count - 1)
            }
        }
        let known = same.indices.filter { others[$0] > 0 }
        let mean = known.reduce(0) { $0 + same[$1] / others[$1] } / Double(max(1, known.count))
        return same.indices.map { others[$0] > 0 ? same[$0] / others[$0] : mean }
    }
}
