/// The (worker, given label) pairs that occur in a table, numbered worker by worker: the rows of all confusion matrices
/// that hold a vote.
///
/// Their number is at most that of the votes.
struct VoteRows: Sendable {
    /// The row of each vote.
    let rowOfVote: [Int32]
    /// Rows of worker w are offsets[w] ..< offsets[w + 1].
    let offsets: [Int]
    /// The label given, by row; ascending within a worker.
    let labels: [Int32]

    var count: Int { labels.count }

    init(_ votes: VoteTable) {
        let pairs = votes.workers.count.multipliedReportingOverflow(by: votes.labelCount)
        self =
            pairs.overflow || pairs.partialValue > max(1 << 20, votes.voteCount)
            ? Self(sparse: votes) : Self(dense: votes)
    }

    /// Through a table of all pairs, where that is no larger than the votes.
    private init(dense votes: VoteTable) {
        let labelCount = votes.labelCount
        var numbers = [Int32](repeating: -1, count: votes.workers.count * labelCount)
        for vote in 0..<votes.voteCount { numbers[Int(votes.voters[vote]) * labelCount + Int(votes.labels[vote])] = 0 }
        var offsets = [0]
        var labels: [Int32] = []
        for worker in votes.workers.indices {
            for label in 0..<labelCount where numbers[worker * labelCount + label] == 0 {
                numbers[worker * labelCount + label] = Int32(labels.count)
                labels.append(Int32(label))
            }
            offsets.append(labels.count)
        }
        rowOfVote = (0..<votes.voteCount).map { vote in
            numbers[Int(votes.voters[vote]) * labelCount + Int(votes.labels[vote])]
        }
        self.offsets = offsets
        self.labels = labels
    }

    /// Worker by worker, for many workers times many labels.
    private init(sparse votes: VoteTable) {
        let (starts, order) = GroupedVotes.sorted(votes.voters, groups: votes.workers.count)
        var rowOfVote = [Int32](repeating: 0, count: votes.voteCount)
        var number = [Int32](repeating: -1, count: votes.labelCount)
        var offsets = [0]
        var labels: [Int32] = []
        for worker in votes.workers.indices {
            let own = order[starts[worker]..<starts[worker + 1]]
            for label in Set(own.map { votes.labels[Int($0)] }).sorted() {
                number[Int(label)] = Int32(labels.count)
                labels.append(label)
            }
            for vote in own { rowOfVote[Int(vote)] = number[Int(votes.labels[Int(vote)])] }
            offsets.append(labels.count)
        }
        self.rowOfVote = rowOfVote
        self.offsets = offsets
        self.labels = labels
    }

    /// The votes by row: those of row r stand at offsets[r] ..< offsets[r + 1].
    var votesByRow: (offsets: [Int], rows: [Int32]) { GroupedVotes.sorted(rowOfVote, groups: count) }
}
