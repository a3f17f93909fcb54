import TandemStatistics

/// Mean loss by the bins of one column or two, over all rows.
public struct HeatMap: Sendable, Hashable {
    /// One cell.
    public struct Cell: Sendable, Hashable {
        /// The bin of the first column.
        public let first: String
        /// The bin of the second column; nil for a map of one.
        public let second: String?
        /// Number of rows.
        public let n: Int
        /// Their mean loss.
        public let meanLoss: Double
        /// For errors, the 95 % interval of the rate (Wilson); nil for other losses.
        public let interval: Estimate?
    }

    /// The columns, one or two.
    public let columns: [String]
    /// The cells that have rows, in the order of the bins.
    public let cells: [Cell]

    /// A map of one column.
    init(_ feature: BinnedFeature, sums: [LossSums], isBinary: Bool) {
        columns = [feature.name]
        cells = sums.indices.filter { sums[$0].n > 0 }.map {
            Cell(
                first: feature.title($0), second: nil, n: sums[$0].n, meanLoss: sums[$0].mean,
                interval: isBinary ? Self.wilson(sums[$0]) : nil)
        }
    }

    /// A map of two columns.
    init(_ first: BinnedFeature, _ second: BinnedFeature, losses: [Double], isBinary: Bool) {
        var sums = [LossSums](repeating: LossSums(), count: first.binCount * second.binCount)
        for row in losses.indices {
            sums[Int(first.codes[row]) * second.binCount + Int(second.codes[row])].add(losses[row])
        }
        columns = [first.name, second.name]
        cells = sums.indices.filter { sums[$0].n > 0 }.map {
            Cell(
                first: first.title($0 / second.binCount), second: second.title($0 % second.binCount), n: sums[$0].n,
                meanLoss: sums[$0].mean, interval: isBinary ? Self.wilson(sums[$0]) : nil)
        }
    }

    private static func wilson(_ sums: LossSums) -> Estimate? {
        Estimate.wilson(successes: Int(sums.loss.rounded()), of: sums.n)
    }
}
