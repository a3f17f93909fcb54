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
        let random = SplitMix64(seed: bootstrap.seed).split(pair)
        return names.count <= PackedPair.mostLabels && cells.count <= PackedPair.mostTasks
            ? finish(pair, PackedPair(cells), random) : finish(pair, PairTable(cells, labels: names.count), random)
    }

    private func finish(_ pair: UInt64, _ counter: some PairCounter, _ random: SplitMix64) -> PairAgreement {
        var (counter, random) = (counter, random)
        let point = counter.all
        // Agreement is a whole number of tasks: its replicates are counted, not kept.
        var same = [Int](repeating: 0, count: counter.tasks + 1)
        var kappas: [Double] = []
        kappas.reserveCapacity(bootstrap.replicates)
        for _ in 0..<bootstrap.replicates {
            let drawn = counter.draw(&random)
            same[drawn.same] += 1
            if let kappa = drawn.kappa(of: counter.tasks) { kappas.append(kappa) }
        }
        let share = Double(point.same) / Double(counter.tasks)
        return PairAgreement(
            workers: [Int(pair >> 32), Int(pair & 0xFFFF_FFFF)], tasks: counter.tasks,
            rawAgreement: estimate(share, counted: same),
            cohenKappa: point.kappa(of: counter.tasks).map { estimate($0, replicates: &kappas, tasks: counter.tasks) })
    }

    private func estimate(_ value: Double, counted same: [Int]) -> Estimate {
        let tasks = same.count - 1
        func quantile(_ probability: Double) -> Double {
            let position = Double(bootstrap.replicates - 1) * probability
            let lower = place(Int(position))
            let upper = place(min(Int(position) + 1, bootstrap.replicates - 1))
            return (lower + (position - position.rounded(.down)) * (upper - lower)) / Double(tasks)
        }
        func place(_ rank: Int) -> Double {
            var below = 0
            for (number, times) in same.enumerated() {
                below += times
                if below > rank { return Double(number) }
            }
            return Double(tasks)
        }
        let tail = (1 - bootstrap.confidence) / 2
        return interval(value, quantile(tail), quantile(1 - tail), tasks: tasks)
    }

    /// With few tasks many draws leave κ undefined; where that is more than one in ten, the value stands with the widest
    /// interval there is.
    private func estimate(_ value: Double, replicates: inout [Double], tasks: Int) -> Estimate {
        guard replicates.count * 10 >= bootstrap.replicates * 9 else { return interval(value, -1, 1, tasks: tasks) }
        let tail = (1 - bootstrap.confidence) / 2
        let lower = OrderStatistics.quantile(tail, of: &replicates)
        return interval(value, lower, OrderStatistics.quantile(1 - tail, of: &replicates), tasks: tasks)
    }

    private func interval(_ value: Double, _ lower: Double, _ upper: Double, tasks: Int) -> Estimate {
        Estimate(
            value: value, lower: lower, upper: upper, n: tasks, confidence: bootstrap.confidence,
            method: .percentileBootstrap)
    }
}
