import TandemNumerics

/// A model under which a vote speaks for its own label alone: the scores of all other labels stay.
protocol VoteModel: Sendable {
    /// The log prior of each label.
    var start: [Double] { get }
    /// What a vote adds to the log-odds of its label.
    func weight(vote: Int, worker: Int) -> Double
    /// Adds what a vote tells, given the posterior probability of its label, to the sums.
    func measure(vote: Int, worker: Int, probability: Double, sums: UnsafeMutablePointer<Double>)
}

/// Rounds of expectation over blocks of items, each round also summing what the next maximization needs.
struct VoteRounds {
    private let votes: VoteTable
    private let known: KnownLabels
    private let threads: Int
    private let blocks: Blocks
    /// The posteriors, block by block.
    private var parts: [[Double]]
    /// What the model measured in the last round.
    private(set) var sums: [Double]
    /// The largest change of a posterior in the last round.
    private(set) var largestChange = Double.infinity
    /// Σ over items of the log of the sum of exponentiated scores in the last round.
    private(set) var logSum = 0.0

    /// What a block hands over.
    private struct Part: Sendable {
        var posteriors: [Double]
        var sums: [Double]
        var change = 0.0
        var logSum = 0.0
    }

    /// Starts from posteriors, items × labels; `sums` numbers are measured in each round.
    init(_ votes: VoteTable, known: KnownLabels, threads: Int, sums: Int, start: [Double]) {
        self.votes = votes
        self.known = known
        self.threads = threads
        blocks = Blocks(count: votes.items.count, size: ItemBlocks.size(items: votes.items.count, cells: sums))
        parts = (0..<blocks.blockCount).map { [blocks] block in
            let range = blocks.range(block)
            return Array(start[range.lowerBound * votes.labelCount..<range.upperBound * votes.labelCount])
        }
        self.sums = [Double](repeating: 0, count: sums)
    }

    /// All posteriors, items × labels.
    var posteriors: [Double] { Array(parts.joined()) }

    /// The mean posterior over items with votes; nil without any.
    var meanPosterior: [Double]? {
        let labels = votes.labelCount
        var mean = [Double](repeating: 0, count: labels)
        var judged = 0
        for (block, part) in parts.enumerated() {
            var own = [Double](repeating: 0, count: labels)
            for (place, item) in blocks.range(block).enumerated() where votes.offsets[item] < votes.offsets[item + 1] {
                for label in 0..<labels { own[label] += part[place * labels + label] }
                judged += 1
            }
            for label in 0..<labels { mean[label] += own[label] }
        }
        return judged > 0 ? mean.map { $0 / Double(judged) } : nil
    }

    /// Measures the present posteriors.
    mutating func measure(_ model: some VoteModel) { run(model, isJudging: false) }

    /// Judges every item anew by the model and measures the new posteriors.
    mutating func advance(_ model: some VoteModel) { run(model, isJudging: true) }

    private mutating func run(_ model: some VoteModel, isJudging: Bool) {
        let found = blocks.map(threads: threads) { [self] range in
            var part = Part(posteriors: parts[range.lowerBound / blocks.size], sums: [])
            part.sums = [Double](repeating: 0, count: sums.count)
            step(range, model, isJudging, &part)
            return part
        }
        for place in sums.indices { sums[place] = 0 }
        (largestChange, logSum) = (0, 0)
        for (block, part) in found.enumerated() {
            parts[block] = part.posteriors
            for place in sums.indices { sums[place] += part.sums[place] }
            largestChange = max(largestChange, part.change)
            logSum += part.logSum
        }
    }

    private func step(_ range: Range<Int>, _ model: some VoteModel, _ isJudging: Bool, _ part: inout Part) {
        let labels = votes.labelCount
        let start = model.start
        var scores = start
        var change = 0.0
        var logSum = 0.0
        part.sums.withUnsafeMutableBufferPointer { sums in
            part.posteriors.withUnsafeMutableBufferPointer { posteriors in
                for item in range {
                    let place = (item - range.lowerBound) * labels
                    let votesHere = votes.offsets[item]..<votes.offsets[item + 1]
                    if isJudging, known[item] == nil {
                        for label in 0..<labels { scores[label] = start[label] }
                        for vote in votesHere {
                            let weight = model.weight(vote: vote, worker: Int(votes.voters[vote]))
                            scores[Int(votes.labels[vote])] += weight
                        }
                        logSum += scores.withUnsafeMutableBufferPointer { Softmax.normalize($0) }
                        for label in 0..<labels {
                            change = max(change, abs(posteriors[place + label] - scores[label]))
                            posteriors[place + label] = scores[label]
                        }
                    }
                    if isJudging, let label = known[item] {
                        logSum += start[label]
                        for vote in votesHere where Int(votes.labels[vote]) == label {
                            logSum += model.weight(vote: vote, worker: Int(votes.voters[vote]))
                        }
                    }
                    guard let base = sums.baseAddress else { continue }
                    for vote in votesHere {
                        model.measure(
                            vote: vote, worker: Int(votes.voters[vote]),
                            probability: posteriors[place + Int(votes.labels[vote])], sums: base)
                    }
                }
            }
        }
        (part.change, part.logSum) = (change, logSum)
    }
}
