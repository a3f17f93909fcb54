/// The votes that items of a pool have so far, grouped by item: memory grows with votes.
public struct PoolVotes: Sendable, Hashable {
    /// Number of items.
    public let rows: Int
    /// Number of workers; some may have no vote.
    public let workers: Int
    /// Votes of item i stand at offsets[i] ..< offsets[i + 1].
    let offsets: [Int]
    /// The worker of each vote.
    let voters: [Int32]
    /// The label of each vote, a class's place.
    let labels: [Int32]

    /// Groups votes by item; a worker's later vote on the same item replaces the earlier one.
    ///
    /// - Parameters:
    ///   - rows: number of items.
    ///   - workers: number of workers.
    ///   - items: the item of each vote, in 0 ..< rows.
    ///   - voters: the worker of each vote, in 0 ..< workers.
    ///   - labels: the class of each vote, not negative.
    /// - Throws: `QueryError.shapes` when lengths differ or a number is out of range.
    public init(
        rows: Int, workers: Int, items: [Int32], voters: [Int32], labels: [Int32]
    ) throws(QueryError) {
        guard items.count == voters.count, items.count == labels.count else {
            throw .shapes("a vote is an item, a worker and a label: their numbers differ")
        }
        guard items.allSatisfy({ $0 >= 0 && $0 < rows }), voters.allSatisfy({ $0 >= 0 && $0 < workers }),
            labels.allSatisfy({ $0 >= 0 })
        else { throw .shapes("a vote names an item, a worker or a class that there is not") }
        var starts = [Int](repeating: 0, count: rows + 1)
        for item in items { starts[Int(item) + 1] += 1 }
        for row in 0..<rows { starts[row + 1] += starts[row] }
        var places = starts
        var order = [Int](repeating: 0, count: items.count)
        for (vote, item) in items.enumerated() {
            order[places[Int(item)]] = vote
            places[Int(item)] += 1
        }
        var kept = [0]
        var keptVoters: [Int32] = []
        var keptLabels: [Int32] = []
        for row in 0..<rows {
            let first = keptVoters.count
            for place in starts[row]..<starts[row + 1] {
                let voter = voters[order[place]]
                if let earlier = keptVoters[first...].firstIndex(of: voter) {
                    keptLabels[earlier] = labels[order[place]]
                } else {
                    keptVoters.append(voter)
                    keptLabels.append(labels[order[place]])
                }
            }
            kept.append(keptVoters.count)
        }
        self.rows = rows
        self.workers = workers
        offsets = kept
        self.voters = keptVoters
        self.labels = keptLabels
    }

    /// Number of votes on an item.
    public func count(on row: Int) -> Int { offsets[row + 1] - offsets[row] }

    /// The places of an item's votes.
    func places(of row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }
}
