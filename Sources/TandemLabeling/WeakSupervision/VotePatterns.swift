import TandemNumerics

/// The distinct combinations of votes on tasks, each with the number of tasks that have it; abstentions are left out.
///
/// The model is fitted on these. Where there are more tasks than `limit`, on as many drawn evenly over all of them:
/// one from each of equal stretches, at a place that the seed decides. 32,768 tasks tell an accuracy to ±0.5 %.
struct VotePatterns: Sendable {
    /// Most tasks that are looked at.
    static let limit = 32_768

    /// Votes of pattern i stand at offsets[i] ..< offsets[i + 1].
    private(set) var offsets: [Int] = [0]
    /// The function of each vote.
    private(set) var functions: [Int32] = []
    /// The label of each vote.
    private(set) var labels: [Int16] = []
    /// For each pattern the number of tasks that have it.
    private(set) var counts: [Double] = []
    /// Number of tasks behind the patterns.
    private(set) var taskCount = 0
    let functionCount: Int
    let labelCount: Int

    /// Collects the patterns of the tasks that have a vote.
    init(_ votes: FunctionVotes, _ overview: VoteOverview, seed: UInt64, limit: Int = Self.limit) {
        functionCount = votes.functions.count
        labelCount = votes.labels.count
        var table = PatternTable()
        for task in Self.sample(overview.votesOnTask, covered: overview.covered, limit: limit, seed: seed) {
            append(votes, task)
            let start = offsets[offsets.count - 1]
            let hash = hash(from: start)
            if let known = table.find(hash, where: { self.equals($0, from: start) }) {
                counts[known] += 1
                functions.removeSubrange(start...)
                labels.removeSubrange(start...)
            } else {
                table.insert(hash, counts.count)
                counts.append(1)
                offsets.append(functions.count)
            }
            taskCount += 1
        }
    }

    /// Number of distinct patterns.
    var count: Int { counts.count }

    private static func sample(_ votesOnTask: [Int16], covered: Int, limit: Int, seed: UInt64) -> [Int] {
        var random = SplitMix64(seed: seed)
        var wanted = Set<Int>()
        if covered > limit {
            for stretch in 0..<limit {
                let start = stretch * covered / limit
                wanted.insert(start + random.below((stretch + 1) * covered / limit - start))
            }
        }
        var chosen: [Int] = []
        chosen.reserveCapacity(min(covered, limit))
        var place = 0
        let order = wanted.sorted()
        var next = 0
        for (task, votes) in votesOnTask.enumerated() where votes > 0 {
            if covered <= limit {
                chosen.append(task)
            } else if next < order.count, order[next] == place {
                chosen.append(task)
                next += 1
            }
            place += 1
        }
        return chosen
    }

    private mutating func append(_ votes: FunctionVotes, _ task: Int) {
        for function in 0..<functionCount {
            let label = votes.columns[function][task]
            guard label >= 0 else { continue }
            functions.append(Int32(function))
            labels.append(label)
        }
    }

    private func hash(from start: Int) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
        for vote in start..<functions.count {
            let word = UInt64(UInt32(bitPattern: functions[vote])) << 16 | UInt64(UInt16(bitPattern: labels[vote]))
            let product = (hash ^ word).multipliedFullWidth(by: 0xD605_BBB5_8C8A_BC47)
            hash = product.high ^ product.low
        }
        return hash
    }

    private func equals(_ pattern: Int, from start: Int) -> Bool {
        let range = offsets[pattern]..<offsets[pattern + 1]
        guard range.count == functions.count - start else { return false }
        for (place, vote) in range.enumerated()
        where functions[vote] != functions[start + place] || labels[vote] != labels[start + place] { return false }
        return true
    }
}

/// Finds patterns by their hash; a table with open addressing that doubles as it fills.
private struct PatternTable {
    private var slots = [Int32](repeating: -1, count: 1_024)
    private var hashes: [UInt64] = []

    func find(_ hash: UInt64, where isSame: (Int) -> Bool) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let pattern = Int(slots[slot])
            if hashes[pattern] == hash, isSame(pattern) { return pattern }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    mutating func insert(_ hash: UInt64, _ pattern: Int) {
        hashes.append(hash)
        if hashes.count * 2 > slots.count {
            slots = [Int32](repeating: -1, count: slots.count * 2)
            for (place, hash) in hashes.enumerated() { put(hash, place) }
        } else {
            put(hash, pattern)
        }
    }

    private mutating func put(_ hash: UInt64, _ pattern: Int) {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(pattern)
    }
}
