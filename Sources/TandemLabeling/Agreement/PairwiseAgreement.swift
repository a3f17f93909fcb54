import TandemStatistics

/// How often two people who judged the same item gave the same label: the consensus rate (KPI 6).
public struct PairwiseAgreement: Sendable, Hashable {
    /// The mean over items with at least two votes of agreeing pairs ÷ pairs, with a bootstrap interval over items;
    /// nil when there is no such item.
    public let rate: Estimate?
    /// Krippendorff's α beside it, with its own interval over the same draws; nil where undefined.
    public let alpha: Estimate?

    /// Measures agreement; the bootstrap's seed decides the intervals.
    public init(_ votes: VoteTable, bootstrap: Bootstrap) {
        let counts = votes.items.indices.map { votes.counts(on: $0) }.filter { $0.reduce(0, +) > 1 }
        rate = bootstrap.mean(of: counts.map(Self.agreement))
        alpha = bootstrap.estimate(rows: counts.count) { rows in
            KrippendorffAlpha.coincidences(rows.lazy.map { counts[$0] }, labelCount: votes.labelCount)
        }
    }

    /// Agreeing pairs ÷ pairs of one item with at least two votes.
    static func agreement(_ counts: [Int]) -> Double {
        let n = counts.reduce(0, +)
        let agreeing = counts.reduce(0) { $0 + $1 * ($1 - 1) }
        return Double(agreeing) / Double(n * (n - 1))
    }
}
