/// A table's votes by worker: which votes each gave, and on which items.
struct WorkerVotes: Sendable {
    /// Votes of worker w stand at offsets[w] ..< offsets[w + 1] of `votes`.
    let offsets: [Int]
    /// Numbers of votes.
    let votes: [Int32]
    /// The item of each vote of the table.
    let items: [Int32]

    init(_ table: VoteTable) {
        (offsets, votes) = GroupedVotes.sorted(table.voters, groups: table.workers.count)
        items = Self.items(of: table)
    }

    /// The item of each vote of a table.
    static func items(of table: VoteTable) -> [Int32] {
        var items = [Int32](repeating: 0, count: table.voteCount)
        for item in table.items.indices {
            for vote in table.range(of: item) { items[vote] = Int32(item) }
        }
        return items
    }

    /// The numbers of a worker's votes.
    func votes(of worker: Int) -> ArraySlice<Int32> { votes[offsets[worker]..<offsets[worker + 1]] }
}
