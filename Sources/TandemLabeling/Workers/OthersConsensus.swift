import TandemNumerics

/// For each vote what the others make of its item: the known label, or the consensus without the vote itself.
struct OthersConsensus {
    /// The label by vote; −1 where nobody else voted or the others are tied.
    let labels: [Int32]

    init(_ votes: VoteTable, known: KnownLabels, judge: any ItemJudge, threads: Int) {
        let blocks = Blocks(count: votes.items.count, size: 4_096)
        labels = Array(
            blocks.map(threads: threads) { range in
                var found: [Int32] = []
                var posterior: [Double] = []
                for item in range {
                    for place in 0..<votes.range(of: item).count {
                        if let label = known[item] {
                            found.append(Int32(label))
                            continue
                        }
                        let ballot = votes.ballot(of: item, skipping: place)
                        judge.posterior(of: ballot, into: &posterior)
                        let winner = judge.winner(of: ballot, posterior: posterior)
                        found.append(winner.map { $0.isTie ? -1 : Int32($0.label) } ?? -1)
                    }
                }
                return found
            }.joined())
    }
}
