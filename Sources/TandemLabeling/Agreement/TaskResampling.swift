import TandemNumerics
import TandemStatistics

/// Draws tasks with replacement, as counts of cells: the bootstrap over tasks at the cost of cells.
struct TaskResampling {
    let times: [Int]
    let bootstrap: Bootstrap
    let threads: Int
    /// Replicates of a block; each replicate has a stream of its own, so the cut does not matter.
    private static let block = 16

    /// What `statistics` makes of each replicate's counts, replicates in order.
    func replicates<State>(
        state: @Sendable () -> State, _ statistics: @Sendable ([Int], inout State) -> [Double]
    ) -> [[Double]] {
        let tasks = times.reduce(0, +)
        // A draw of a cell costs about as much as drawing ten tasks one by one.
        let chains = times.count * 10 < tasks
        let cellOf = chains ? [] : times.enumerated().flatMap { [Int32](repeating: Int32($0), count: $1) }
        let root = SplitMix64(seed: bootstrap.seed)
        return Blocks(count: bootstrap.replicates, size: Self.block).map(threads: threads) { replicates in
            var state = state()
            var drawn = [Int](repeating: 0, count: times.count)
            return replicates.map { replicate in
                var random = root.split(UInt64(replicate))
                if chains {
                    drawn = Bootstrap.multinomial(times, n: tasks, &random)
                } else {
                    for cell in drawn.indices { drawn[cell] = 0 }
                    for _ in cellOf.indices { drawn[Int(cellOf[random.below(cellOf.count)])] += 1 }
                }
                return statistics(drawn, &state)
            }
        }.flatMap { $0 }
    }

    /// The interval of each statistic around its value; nil where the value or too many replicates are undefined.
    func estimates(values: [Double], replicates: [[Double]], n: Int) -> [Estimate?] {
        values.enumerated().map { place, value in
            guard value.isFinite else { return nil }
            let finite = replicates.map { $0[place] }.filter(\.isFinite)
            return bootstrap.interval(value: value, replicates: finite, n: n, acceleration: 0)
        }
    }
}
