import TandemNumerics
import TandemStatistics

/// Measures all pairs of workers that share tasks.
struct PairMeasure {
    /// One task of a pair: both workers' labels.
    private struct Joint {
        let pair: UInt64
        let first: Int32
        let second: Int32
    }

    let bootstrap: Bootstrap
    let threads: Int
    /// Pairs with fewer common tasks are left out.
    let minimum: Int
    private static let block = 64

    func pairs(of ratings: Ratings) -> [PairAgreement] {
        let joints = Self.joints(ratings)
        var starts: [Int] = []
        for place in joints.indices where place == 0 || joints[place - 1].pair != joints[place].pair {
            starts.append(place)
        }
        let ranges = starts.enumerated().map { $1..<($0 + 1 < starts.count ? starts[$0 + 1] : joints.count) }
            .filter { $0.count >= minimum }
        return Blocks(count: ranges.count, size: Self.block).map(threads: threads) { block in
            block.map { measure(joints[ranges[$0]]) }
        }.flatMap { $0 }
    }

    /// By pair, then by both labels: the order of tasks does not matter, not even to the draws.
    private static func joints(_ ratings: Ratings) -> [Joint] {
        var joints: [Joint] = []
        for task in 0..<ratings.taskCount {
            let votes = ratings.offsets[task]..<ratings.offsets[task + 1]
            for first in votes {
                for second in votes where ratings.workers[first] < ratings.workers[second] {
                    let pair = UInt64(ratings.workers[first]) << 32 | UInt64(ratings.workers[second])
                    joints.append(Joint(pair: pair, first: ratings.labels[first], second: ratings.labels[second]))
                }
            }
        }
        return joints.sorted { ($0.pair, $0.first, $0.second) < ($1.pair, $1.first, $1.second) }
    }

    private func measure(_ joints: ArraySlice<Joint>) -> PairAgreement {
        let pair = joints.first?.pair ?? 0
        let names = Set(joints.flatMap { [$0.first, $0.second] }).sorted()
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        let cells = joints.map { (places[$0.first] ?? 0, places[$0.second] ?? 0) }
        var table = PairTable(labels: names.count)
        for cell in cells { table.add(cell) }
        let (raw, kappa) = (table.agreement, table.kappa)
        var random = SplitMix64(seed: bootstrap.seed).split(pair)
        var rawDraws: [Double] = []
        var kappaDraws: [Double] = []
        for _ in 0..<bootstrap.replicates {
            table.clear()
            for _ in cells.indices { table.add(cells[random.below(cells.count)]) }
            rawDraws.append(table.agreement)
            if let kappa = table.kappa { kappaDraws.append(kappa) }
        }
        let count = cells.count
        return PairAgreement(
            workers: [Int(pair >> 32), Int(pair & 0xFFFF_FFFF)], tasks: count,
            rawAgreement: bootstrap.interval(value: raw, replicates: rawDraws, n: count, acceleration: 0),
            cohenKappa: kappa.flatMap {
                // With few tasks many draws are undefined; the value stands, with the widest interval possible.
                bootstrap.interval(value: $0, replicates: kappaDraws, n: count, acceleration: 0)
                    ?? Estimate(
                        value: $0, lower: -1, upper: 1, n: count, confidence: bootstrap.confidence,
                        method: .percentileBootstrap)
            })
    }
}

/// The joint labels of two workers: margins and the diagonal, all that Cohen's κ needs.
private struct PairTable {
    private var rows: [Int]
    private var columns: [Int]
    private var same = 0
    private var count = 0

    init(labels: Int) {
        rows = [Int](repeating: 0, count: labels)
        columns = rows
    }

    mutating func clear() {
        for label in rows.indices {
            rows[label] = 0
            columns[label] = 0
        }
        (same, count) = (0, 0)
    }

    mutating func add(_ labels: (Int, Int)) {
        rows[labels.0] += 1
        columns[labels.1] += 1
        if labels.0 == labels.1 { same += 1 }
        count += 1
    }

    var agreement: Double { Double(same) / Double(count) }

    /// κ = (p_o − p_e) / (1 − p_e); nil when chance agreement is complete.
    var kappa: Double? {
        var chance = 0
        for label in rows.indices { chance += rows[label] * columns[label] }
        guard chance < count * count else { return nil }
        let expected = Double(chance) / Double(count * count)
        return (agreement - expected) / (1 - expected)
    }
}
