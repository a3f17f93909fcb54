import TandemNumerics

/// What Cohen's κ needs of two workers' labels.
struct PairCounts {
    /// Tasks with the same label.
    var same: Int
    /// Σ over labels of how often each worker gave it, multiplied.
    var chance: Int

    /// κ = (p_o − p_e) / (1 − p_e); nil when chance agreement is complete.
    func kappa(of tasks: Int) -> Double? {
        guard chance < tasks * tasks else { return nil }
        let expected = Double(chance) / Double(tasks * tasks)
        return (Double(same) / Double(tasks) - expected) / (1 - expected)
    }
}

/// Counts two workers' labels on all common tasks, or on as many drawn with replacement.
protocol PairCounter {
    var tasks: Int { get }
    var all: PairCounts { get }
    mutating func draw(_ random: inout SplitMix64) -> PairCounts
}

/// Few tasks and labels: each worker's counts are bytes of one word.
struct PackedPair: PairCounter {
    static let mostLabels = 8
    static let mostTasks = 255

    private struct Step {
        let first: UInt64
        let second: UInt64
        let same: Int
    }

    private let steps: [Step]

    init(_ cells: [(Int, Int)]) {
        steps = cells.map {
            Step(first: 1 << (8 * UInt64($0.0)), second: 1 << (8 * UInt64($0.1)), same: $0.0 == $0.1 ? 1 : 0)
        }
    }

    var tasks: Int { steps.count }

    var all: PairCounts {
        Self.counts(
            steps.reduce(0) { $0 &+ $1.first }, steps.reduce(0) { $0 &+ $1.second }, steps.reduce(0) { $0 + $1.same })
    }

    mutating func draw(_ random: inout SplitMix64) -> PairCounts {
        steps.withUnsafeBufferPointer { steps in
            let n = UInt64(steps.count)
            var (first, second, same) = (UInt64(0), UInt64(0), 0)
            var left = steps.count
            while left > 0 {
                // Two draws a number: with at most 255 tasks 32 bits are uniform to 6 in 10⁸.
                let bits = random.next()
                let one = steps[Int(((bits & 0xFFFF_FFFF) * n) >> 32)]
                first &+= one.first
                second &+= one.second
                same &+= one.same
                left -= 1
                guard left > 0 else { break }
                let other = steps[Int(((bits >> 32) * n) >> 32)]
                first &+= other.first
                second &+= other.second
                same &+= other.same
                left -= 1
            }
            return Self.counts(first, second, same)
        }
    }

    private static func counts(_ first: UInt64, _ second: UInt64, _ same: Int) -> PairCounts {
        var (a, b) = (first, second)
        var chance: UInt64 = 0
        while a != 0 {
            chance &+= (a & 0xFF) &* (b & 0xFF)
            a >>= 8
            b >>= 8
        }
        return PairCounts(same: same, chance: Int(chance))
    }
}

/// Any number of tasks and labels.
struct PairTable: PairCounter {
    private let cells: [(Int, Int)]
    private var rows: [Int]
    private var columns: [Int]

    init(_ cells: [(Int, Int)], labels: Int) {
        self.cells = cells
        rows = [Int](repeating: 0, count: labels)
        columns = rows
    }

    var tasks: Int { cells.count }

    var all: PairCounts {
        var copy = self
        return copy.count { cells[$0] }
    }

    mutating func draw(_ random: inout SplitMix64) -> PairCounts {
        let cells = self.cells
        var stream = random
        defer { random = stream }
        return count { _ in cells[stream.below(cells.count)] }
    }

    private mutating func count(_ cell: (Int) -> (Int, Int)) -> PairCounts {
        for label in rows.indices {
            rows[label] = 0
            columns[label] = 0
        }
        var counts = PairCounts(same: 0, chance: 0)
        for task in 0..<tasks {
            let labels = cell(task)
            rows[labels.0] += 1
            columns[labels.1] += 1
            if labels.0 == labels.1 { counts.same += 1 }
        }
        for label in rows.indices { counts.chance += rows[label] * columns[label] }
        return counts
    }
}
