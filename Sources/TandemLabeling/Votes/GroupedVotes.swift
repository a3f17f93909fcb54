import TandemTabular

/// Votes sorted by item, in the order of the rows within one; a worker's later vote replaces the earlier in its place.
struct GroupedVotes {
    private(set) var offsets: [Int]
    private(set) var voters: [Int32] = []
    private(set) var labels: [Int32] = []

    init(items: Codes, workers: Codes, labels given: [Int32]) {
        let order = Self.sorted(items.codes, groups: items.names.count)
        offsets = [0]
        offsets.reserveCapacity(items.names.count + 1)
        voters.reserveCapacity(given.count)
        labels.reserveCapacity(given.count)
        // Where a worker's vote on the item at hand stands: earlier items' places are smaller than its first.
        var place = [Int](repeating: -1, count: workers.names.count)
        for item in items.names.indices {
            let first = voters.count
            for row in order.rows[order.offsets[item]..<order.offsets[item + 1]] {
                let worker = Int(workers.codes[Int(row)])
                if place[worker] >= first {
                    labels[place[worker]] = given[Int(row)]
                } else {
                    place[worker] = voters.count
                    voters.append(Int32(worker))
                    labels.append(given[Int(row)])
                }
            }
            offsets.append(voters.count)
        }
    }

    /// Numbers of rows by group, a stable counting sort.
    static func sorted(_ codes: [Int32], groups: Int) -> (offsets: [Int], rows: [Int32]) {
        var offsets = [Int](repeating: 0, count: groups + 1)
        for code in codes { offsets[Int(code) + 1] += 1 }
        for group in 0..<groups { offsets[group + 1] += offsets[group] }
        var next = offsets
        var rows = [Int32](repeating: 0, count: codes.count)
        for (row, code) in codes.enumerated() {
            rows[next[Int(code)]] = Int32(row)
            next[Int(code)] += 1
        }
        return (offsets, rows)
    }
}
