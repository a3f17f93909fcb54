import TandemStatistics

/// How far two workers agree on the tasks that both judged.
public struct PairAgreement: Sendable, Hashable {
    /// The two workers' numbers, the lower first.
    public let workers: [Int]
    /// The number of tasks that both judged.
    public let tasks: Int
    /// The share of those tasks with the same label, with a bootstrap interval over tasks.
    public let rawAgreement: Estimate?
    /// Cohen's (1960) κ with its interval; nil where both gave one and the same label only.
    public let cohenKappa: Estimate?
}
