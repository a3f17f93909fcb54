import TandemNumerics

/// The labels that a replay has paid for so far.
struct ReplayLabeling {
    let truth: [Int]
    let annotators: SimulatedAnnotators
    private(set) var items: [Int32] = []
    private(set) var workers: [Int32] = []
    private(set) var labels: [Int32] = []
    private var counts: [Int]

    init(truth: [Int], annotators: SimulatedAnnotators) {
        self.truth = truth
        self.annotators = annotators
        counts = [Int](repeating: 0, count: truth.count)
    }

    /// Number of labels so far.
    var paid: Int { labels.count }

    /// Rows with at least one label, ascending.
    var labeled: [Int] { counts.indices.filter { counts[$0] > 0 } }

    /// The votes, grouped.
    func votes() throws(QueryError) -> PoolVotes {
        try PoolVotes(
            rows: truth.count, workers: annotators.count, items: items, voters: workers, labels: labels)
    }

    /// The first labels: of `initial` rows by lot, or of one row of each class by lot.
    mutating func start(initial: Int?, classes: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let order = random.permutation(truth.count)
        if let initial {
            for row in order.prefix(initial) { ask(row) }
        } else {
            for label in 0..<classes { if let row = order.first(where: { truth[$0] == label }) { ask(row) } }
        }
    }

    /// Asks about the first `count` of `queries` that somebody can still answer.
    mutating func ask(_ queries: [Query], count: Int) -> (all: Int, again: Int) {
        var all = 0
        var again = 0
        for query in queries where all < count {
            let isAgain = counts[query.row] > 0
            guard ask(query.row) else { continue }
            all += 1
            if isAgain { again += 1 }
        }
        return (all, again)
    }

    @discardableResult private mutating func ask(_ row: Int) -> Bool {
        guard let vote = annotators.vote(counts[row], row: row, truth: truth[row]) else { return false }
        counts[row] += 1
        items.append(Int32(row))
        workers.append(Int32(vote.worker))
        labels.append(Int32(vote.label))
        return true
    }
}
