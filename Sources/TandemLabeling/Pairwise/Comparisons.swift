/// Pairs of items of which workers preferred one.
public struct Comparisons: Sendable, Hashable {
    /// What somebody preferred.
    public enum Winner: Int8, Sendable, Hashable {
        /// The left item.
        case left = 1
        /// The right item.
        case right = -1
        /// Neither: half a win for each.
        case tie = 0
    }

    /// The number of items.
    public let itemCount: Int
    /// The number of workers.
    public let workerCount: Int
    /// The left and the right item of each comparison.
    public let lefts: [Int32]
    /// The right item of each comparison.
    public let rights: [Int32]
    /// Who won.
    public let winners: [Winner]
    /// Who judged.
    public let workers: [Int32]

    /// The number of comparisons.
    public var count: Int { winners.count }

    /// Comparisons from their parts.
    ///
    /// - Precondition: the lists have one length, items and workers are in range and nobody compares an item with itself.
    public init(
        lefts: [Int32], rights: [Int32], winners: [Winner], workers: [Int32], itemCount: Int, workerCount: Int
    ) {
        precondition(lefts.count == rights.count && lefts.count == winners.count && lefts.count == workers.count)
        precondition(zip(lefts, rights).allSatisfy { $0 != $1 }, "an item is not compared with itself")
        self.lefts = lefts
        self.rights = rights
        self.winners = winners
        self.workers = workers
        self.itemCount = itemCount
        self.workerCount = workerCount
    }
}

/// Wins between pairs of items, each pair once.
struct WinTable {
    struct Pair {
        let first: Int32
        let second: Int32
        /// Comparisons of the two.
        var count: Double
    }

    let pairs: [Pair]
    /// Wins of each item.
    let wins: [Double]
    /// Whether every item has, through others, beaten every other: only then the best fit exists.
    let isConnected: Bool

    init(_ comparisons: Comparisons) {
        var counts: [UInt64: Double] = [:]
        var wins = [Double](repeating: 0, count: comparisons.itemCount)
        var beaten = [[Int32]](repeating: [], count: comparisons.itemCount)
        var lost = beaten
        for place in 0..<comparisons.count {
            let left = comparisons.lefts[place]
            let right = comparisons.rights[place]
            counts[UInt64(min(left, right)) << 32 | UInt64(max(left, right)), default: 0] += 1
            let share = (Double(comparisons.winners[place].rawValue) + 1) / 2
            wins[Int(left)] += share
            wins[Int(right)] += 1 - share
            if share > 0 {
                beaten[Int(left)].append(right)
                lost[Int(right)].append(left)
            }
            if share < 1 {
                beaten[Int(right)].append(left)
                lost[Int(left)].append(right)
            }
        }
        pairs = counts.sorted { $0.key < $1.key }
            .map { Pair(first: Int32($0.key >> 32), second: Int32($0.key & 0xFFFF_FFFF), count: $0.value) }
        self.wins = wins
        isConnected = Self.reachesAll(beaten) && Self.reachesAll(lost)
    }

    private static func reachesAll(_ edges: [[Int32]]) -> Bool {
        guard !edges.isEmpty else { return true }
        var seen = [Bool](repeating: false, count: edges.count)
        var stack = [0]
        seen[0] = true
        while let item = stack.popLast() {
            for next in edges[item] where !seen[Int(next)] {
                seen[Int(next)] = true
                stack.append(Int(next))
            }
        }
        return seen.allSatisfy { $0 }
    }
}
