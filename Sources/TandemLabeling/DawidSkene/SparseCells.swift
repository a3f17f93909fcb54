import TandemNumerics

/// The cells of all confusion matrices that hold an expected vote: by row, ascending true labels.
struct SparseCells: Sendable {
    /// Cells of row r stand at offsets[r] ..< offsets[r + 1].
    private(set) var offsets: [Int] = [0]
    /// The true label of each cell.
    private(set) var labels: [Int32] = []
    /// The expected count of each cell, above the floor.
    private(set) var counts: [Double] = []

    /// Sums posteriors over the votes of each row; cells at or below the floor are left out.
    init(_ votes: VoteTable, rows: VoteRows, posteriors: [Double], threads: Int) {
        let order = rows.votesByRow
        let items = WorkerVotes.items(of: votes)
        let labelCount = votes.labelCount
        let parts = Blocks(count: rows.count, size: max(64, (rows.count + 31) / 32)).map(threads: threads) { range in
            var cells = SparseCells()
            var sums = [Double](repeating: 0, count: labelCount)
            for row in range {
                for vote in order.rows[order.offsets[row]..<order.offsets[row + 1]] {
                    let start = Int(items[Int(vote)]) * labelCount
                    for label in 0..<labelCount { sums[label] += posteriors[start + label] }
                }
                cells.append(sums)
                for label in 0..<labelCount { sums[label] = 0 }
            }
            return cells
        }
        for part in parts { append(part) }
    }

    private init() {}

    private mutating func append(_ sums: [Double]) {
        for (label, sum) in sums.enumerated() where sum > DawidSkene.floor {
            labels.append(Int32(label))
            counts.append(sum)
        }
        offsets.append(labels.count)
    }

    private mutating func append(_ other: SparseCells) {
        let start = labels.count
        offsets += other.offsets.dropFirst().map { $0 + start }
        labels += other.labels
        counts += other.counts
    }
}
