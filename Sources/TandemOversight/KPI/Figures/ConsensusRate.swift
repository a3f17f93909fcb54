import TandemLabeling
import TandemLedger
import TandemStatistics
import TandemTabular

/// KPI 6: how often two people who judged the same item independently gave the same answer; Krippendorff's α beside it.
///
/// Items with the same pattern of votes are one cell: agreement depends on patterns only, of which there are few.
enum ConsensusRate {
    static let definition = KPIDefinition(
        "consensus_rate", "Consensus rate", "above 90 %", .atLeast(0.9), reads: [.annotationSubmitted])

    @Sendable static func result(_ events: KPIEvents) -> KPIResult {
        let (patterns, times) = patterns(events)
        let n = times.reduce(0, +)
        guard n > 0 else { return KPIResult(definition, missing: "needs items judged by two people") }
        let shares = patterns.map(agreement)
        func rate(_ times: [Int]) -> Double? {
            let n = times.reduce(0, +)
            return n == 0 ? nil : zip(shares, times).reduce(0) { $0 + $1.0 * Double($1.1) } / Double(n)
        }
        guard let value = rate(times) else { return KPIResult(definition, missing: "needs items judged by two people") }
        var result = KPIResult(definition, value, interval(shares, times, events.draws, rate), n: n)
        result.numerator = value * Double(n)
        result.denominator = Double(n)
        if result.verdict == .notYetProven { result.missing = "more items judged by two people narrow the interval" }
        let cells = LabelPatterns(patterns: patterns, times: times)
        if let alpha = KrippendorffAlpha.nominal(cells) {
            let interval = events.draws.counts(times) { KrippendorffAlpha.nominal(cells, times: $0) }
            result.details["krippendorff_alpha"] = .estimate(alpha, interval)
        }
        return result
    }

    /// Where every item agrees wholly or not at all the mean is a ratio of counts, and Wilson's interval holds even when
    /// all agree, where draws would give a point.
    private static func interval(
        _ shares: [Double], _ times: [Int], _ draws: Draws, _ rate: ([Int]) -> Double?
    ) -> Estimate? {
        if shares.allSatisfy({ $0 == 0 || $0 == 1 }) {
            let agreeing = zip(shares, times).reduce(0) { $0 + ($1.0 == 1 ? $1.1 : 0) }
            return Estimate.wilson(successes: agreeing, of: times.reduce(0, +))
        }
        return draws.counts(times, rate)
    }

    /// How often each answer was given to an item, and how many items have that pattern.
    private static func patterns(_ events: KPIEvents) -> (patterns: [[Int32: Int]], times: [Int]) {
        var items: [Int32: [Int32: Int]] = [:]
        for answer in FirstPass.answers(events) { items[answer.item, default: [:]][answer.value, default: 0] += 1 }
        var times: [[Int32: Int]: Int] = [:]
        for counts in items.values where counts.values.reduce(0, +) > 1 { times[counts, default: 0] += 1 }
        let sorted = times.map {
            ($0.key.sorted { $0.key < $1.key }.map { [Int($0.key), $0.value] }, $0.key, $0.value)
        }
        .sorted { $0.0.lexicographicallyPrecedes($1.0) { $0.lexicographicallyPrecedes($1) } }
        return (sorted.map(\.1), sorted.map(\.2))
    }

    /// Agreeing pairs ÷ pairs of one item.
    private static func agreement(_ counts: [Int32: Int]) -> Double {
        let n = counts.values.reduce(0, +)
        return Double(counts.values.reduce(0) { $0 + $1 * ($1 - 1) }) / Double(n * (n - 1))
    }
}
