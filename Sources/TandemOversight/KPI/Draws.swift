import TandemNumerics
import TandemStatistics

/// How intervals of figures are drawn when no formula gives them: percentile bootstrap at 95 %, from one seed.
///
/// Cells of equal rows are drawn instead of rows wherever a figure depends on counts only, which is the same
/// distribution at a cost that does not grow with the ledger. Where rows must be drawn, there are fewer draws the more
/// rows each has, down to 200.
struct Draws: Sendable, Hashable {
    let seed: UInt64
    /// Most draws; 0 draws nothing, for charts that show values only.
    var most = 1_000

    private func count(rows: Int) -> Int { max(200, min(most, 20_000_000 / max(1, rows))) }

    /// An interval of a statistic of counts in cells; nil when there is nothing to draw or it is mostly undefined.
    func counts(_ counts: [Int], _ statistic: ([Int]) -> Double?) -> Estimate? {
        most == 0
            ? nil : Bootstrap(seed: seed, replicates: max(100, most)).estimate(counts: counts, statistic: statistic)
    }

    /// An interval of a statistic of the means of two samples that are drawn apart; `n` is the second's size.
    func means(_ first: [Double], _ second: [Double], _ statistic: (Double, Double) -> Double?) -> Estimate? {
        guard most > 0, !first.isEmpty, !second.isEmpty, let value = statistic(Self.mean(first), Self.mean(second))
        else {
            return nil
        }
        let draws = count(rows: first.count + second.count)
        var random = SplitMix64(seed: seed)
        let values = (0..<draws).compactMap { _ in
            statistic(Self.drawnMean(first, &random), Self.drawnMean(second, &random))
        }
        return Bootstrap(seed: seed, replicates: draws).interval(
            value: value, replicates: values, n: second.count, acceleration: 0)
    }

    /// An interval of a quantile, without sorting each draw: places of a sorted sample are drawn and counted.
    func quantile(sorted: [Double], at probability: Double) -> Estimate? {
        guard most > 0, let value = Quantiles.ofSorted(sorted, at: probability) else { return nil }
        let draws = count(rows: sorted.count)
        var random = SplitMix64(seed: seed)
        let position = Double(sorted.count - 1) * probability
        let values = (0..<draws).map { _ in
            var times = [Int32](repeating: 0, count: sorted.count)
            for _ in sorted.indices { times[random.below(sorted.count)] += 1 }
            return Self.drawnQuantile(sorted, times, position)
        }
        return Bootstrap(seed: seed, replicates: draws).interval(
            value: value, replicates: values, n: sorted.count, acceleration: 0)
    }

    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }

    private static func drawnMean(_ values: [Double], _ random: inout SplitMix64) -> Double {
        var sum = 0.0
        for _ in values.indices { sum += values[random.below(values.count)] }
        return sum / Double(values.count)
    }

    private static func drawnQuantile(_ sorted: [Double], _ times: [Int32], _ position: Double) -> Double {
        let below = Int(position)
        var seen = 0
        var low: Double?
        for (place, count) in times.enumerated() where count > 0 {
            seen += Int(count)
            if low == nil, seen > below { low = sorted[place] }
            if let low, seen > below + 1 || seen == sorted.count {
                return low + (position - Double(below)) * (sorted[place] - low)
            }
        }
        return low ?? sorted[sorted.count - 1]
    }
}
