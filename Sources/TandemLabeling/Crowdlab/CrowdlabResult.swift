/// What CROWDLAB says about items, votes and workers.
public struct CrowdlabResult: Sendable, Hashable {
    /// The consensus label of each item.
    public let labels: [Int32]
    /// The quality of each item's consensus, 0 … 1: its posterior probability; low ones deserve another look.
    public let quality: [Double]
    /// The share of votes on each item that give its consensus label.
    public let agreement: [Double]
    /// The probability of each label for each item, items × labels.
    public let posteriors: [Double]
    /// The quality of each vote, 0 … 1: the posterior probability of the label it gave.
    public let voteQuality: [Double]
    /// How far the model is trusted, in votes of a perfect worker.
    public let modelWeight: Double
    /// What each worker's votes are worth, in the table's order.
    public let workers: [Worker]

    /// One worker as CROWDLAB sees them.
    public struct Worker: Sendable, Hashable {
        /// The overall quality, 0 … 1; nil for somebody who never shared an item with another worker.
        public let quality: Double?
        /// The share of the worker's votes that give the consensus label.
        public let agreement: Double
        /// The label that is wrong most often when this worker gives it; nil without votes.
        public let worstLabel: Int?
        /// Number of votes.
        public let votes: Int
        /// How far the worker's votes are trusted, at least 1e-6.
        public let weight: Double
    }

    init(_ votes: VoteTable, labels: [Int32], weights: CrowdlabWeights, posteriors: [Double]) {
        let count = votes.labelCount
        self.labels = labels
        self.posteriors = posteriors
        agreement = weights.agreement
        modelWeight = weights.model
        let quality = labels.enumerated().map { posteriors[$0.offset * count + Int($0.element)] }
        self.quality = quality
        let index = WorkerVotes(votes)
        let voteQuality = index.items.enumerated().map {
            posteriors[Int($0.element) * count + votes.label(of: $0.offset)]
        }
        self.voteQuality = voteQuality
        let mean = Double(votes.voteCount) / Double(votes.items.count)
        let people = weights.workers.reduce(0, +) * mean / Double(votes.workers.count)
        let share = weights.model / (weights.model + people)
        workers = votes.workers.indices.map { worker in
            let own = index.votes(of: worker).map(Int.init)
            let hits = own.map { votes.labels[$0] == labels[Int(index.items[$0])] }
            let shared = own.indices.filter { votes.range(of: Int(index.items[own[$0]])).count > 1 }
            let meanQuality = own.reduce(0) { $0 + voteQuality[$1] } / Double(max(1, own.count))
            let agreeing = Double(shared.count { hits[$0] }) / Double(max(1, shared.count))
            return Worker(
                quality: shared.isEmpty ? nil : share * meanQuality + (1 - share) * agreeing,
                agreement: Double(hits.count { $0 }) / Double(max(1, own.count)),
                worstLabel: Self.worst(own, hits, votes, index, quality), votes: own.count,
                weight: weights.workers[worker])
        }
    }

    /// The label with the least share of agreement; on ties the one given oftener, then the one given to items of higher
    /// quality, then the lowest.
    private static func worst(
        _ own: [Int], _ hits: [Bool], _ votes: VoteTable, _ index: WorkerVotes, _ quality: [Double]
    ) -> Int? {
        var tallies: [Int: (right: Int, n: Int, quality: Double)] = [:]
        for (vote, hit) in zip(own, hits) {
            var tally = tallies[votes.label(of: vote)] ?? (0, 0, 0)
            tally = (tally.right + (hit ? 1 : 0), tally.n + 1, tally.quality + quality[Int(index.items[vote])])
            tallies[votes.label(of: vote)] = tally
        }
        func rank(_ tally: (right: Int, n: Int, quality: Double)) -> (Double, Int, Double) {
            (Double(tally.right) / Double(tally.n), -tally.n, -tally.quality / Double(tally.n))
        }
        return tallies.sorted { $0.key < $1.key }.min { rank($0.value) < rank($1.value) }?.key
    }
}
