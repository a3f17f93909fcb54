import TandemNumerics

/// McNemar's test (1947) of whether two deciders, judged on the same items, err equally often.
public struct McNemar: Sendable, Hashable {
    /// Items only the first got right.
    public let onlyFirst: Int
    /// Items only the second got right.
    public let onlySecond: Int
    /// The exact two-sided binomial p-value; 1 when they never disagree.
    public let exact: Double
    /// The mid-p-value (Fagerland, Lydersen and Laake 2013): exact less the point probability; less conservative.
    public let midP: Double
    /// The statistic (|b − c| − 1)² / (b + c) with Edwards's continuity correction (1948); 0 when they never disagree.
    public let chiSquare: Double
    /// The p-value of the corrected statistic; for many disagreements.
    public let chiSquareP: Double

    /// Tests counts of discordant items.
    public init(onlyFirst: Int, onlySecond: Int) {
        self.onlyFirst = onlyFirst
        self.onlySecond = onlySecond
        let binomial = BinomialDistribution(trials: onlyFirst + onlySecond, probability: 0.5)
        let fewer = min(onlyFirst, onlySecond)
        exact = min(1, 2 * binomial.lowerTail(through: fewer))
        let point = binomial.mass(fewer)
        midP = binomial.trials == 0 ? 1 : onlyFirst == onlySecond ? 1 - point / 2 : exact - point
        let gap = max(0, Double(abs(onlyFirst - onlySecond)) - 1)
        chiSquare = binomial.trials == 0 ? 0 : gap * gap / Double(binomial.trials)
        chiSquareP = binomial.trials == 0 ? 1 : ChiSquareDistribution(degrees: 1).upperTail(chiSquare)
    }
}
