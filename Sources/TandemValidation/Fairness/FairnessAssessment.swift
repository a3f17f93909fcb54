import TandemNumerics
import TandemStatistics

/// What groups of people get from a model: the figures of each group, the gaps between them, and how sure we are of both.
///
/// It assesses; it cannot tell what is right. Groups with few rows are shown but not judged: their figures go into no
/// gap, for among many small groups one always looks bad by chance.
public struct FairnessAssessment: Sendable {
    /// The two ends of an interval; NaN where too many replicates were undefined.
    public struct Ends: Sendable, Hashable {
        /// The lower end.
        public let lower: Double
        /// The upper end.
        public let upper: Double
    }

    /// The groups.
    public let grouping: Grouping
    /// The figures of each group and of all rows.
    public let figures: GroupFigures
    /// Whether each group has enough rows to be judged.
    public let isJudged: [Bool]
    /// Which values the gaps compare.
    public let comparison: Disparity.Comparison
    /// For each gap of `Disparity.all` its value between judged groups; NaN where undefined.
    public let disparities: [Double]
    /// For each gap its interval; empty without a bootstrap.
    public let disparityEnds: [Ends]
    /// For each group and figure its interval; empty without a bootstrap.
    public let groupEnds: [[Ends]]

    /// Assesses predictions by group.
    ///
    /// - Parameters:
    ///   - predictions: the rows.
    ///   - grouping: the group of each row.
    ///   - comparison: which values the gaps compare.
    ///   - smallest: fewest rows of a group that is judged.
    ///   - bootstrap: how intervals are made, by percentiles of multinomial draws of the counts in the cells group ×
    ///     truth × prediction (× weight), which have the very distribution of counts under drawing rows with
    ///     replacement; nil for no intervals. Figures of scores get none.
    ///   - threads: most threads to use; the result does not depend on it.
    public init(
        _ predictions: JudgedPredictions, by grouping: Grouping, comparison: Disparity.Comparison = .betweenGroups,
        smallest: Int = 30, bootstrap: Bootstrap? = nil, threads: Int = 1
    ) {
        let figures = GroupFigures(predictions, by: grouping)
        let isJudged = figures.rows.map { $0 >= smallest }
        self.grouping = grouping
        self.figures = figures
        self.isJudged = isJudged
        self.comparison = comparison
        disparities = Disparity.all.map { figures.disparity($0, comparison, isJudged: isJudged) }
        guard let bootstrap, predictions.count > 0 else {
            disparityEnds = []
            groupEnds = []
            return
        }
        let cells = OutcomeCells(predictions, by: grouping)
        let columns = Self.replicates(cells, bootstrap, comparison, isJudged, threads: threads)
        let ends = columns.map { Self.ends($0, bootstrap) }
        let metrics = GroupMetric.allCases.count
        groupEnds = (0..<grouping.count).map { Array(ends[($0 * metrics)..<(($0 + 1) * metrics)]) }
        disparityEnds = Array(ends[(grouping.count * metrics)...])
    }

    /// The gap of this name; NaN for one that is undefined or unknown.
    public func disparity(_ name: String) -> Double {
        Disparity.all.firstIndex { $0.name == name }.map { disparities[$0] } ?? .nan
    }

    /// The gaps with every group judged, small ones too.
    public var disparitiesOfAll: [Double] {
        Disparity.all.map {
            figures.disparity($0, comparison, isJudged: [Bool](repeating: true, count: grouping.count))
        }
    }

    /// For each figure of each group, then each gap, its value in all replicates.
    private static func replicates(
        _ cells: OutcomeCells, _ bootstrap: Bootstrap, _ comparison: Disparity.Comparison, _ isJudged: [Bool],
        threads: Int
    ) -> [[Double]] {
        let source = SplitMix64(seed: bootstrap.seed)
        let blocks = Blocks(count: bootstrap.replicates, size: 32)
        let parts = blocks.map(threads: threads) { range in
            range.map { replicate -> [Double] in
                var random = source.split(UInt64(replicate))
                let drawn = cells.figures(cells.drawn(&random))
                return drawn.values.flatMap { $0 }
                    + Disparity.all.map { drawn.disparity($0, comparison, isJudged: isJudged) }
            }
        }
        let rows = parts.flatMap { $0 }
        return (rows.first ?? []).indices.map { column in rows.map { $0[column] } }
    }

    private static func ends(_ values: [Double], _ bootstrap: Bootstrap) -> Ends {
        let sorted = values.filter { !$0.isNaN }.sorted()
        let tail = (1 - bootstrap.confidence) / 2
        guard sorted.count * 10 >= values.count * 9, let lower = Quantiles.ofSorted(sorted, at: tail),
            let upper = Quantiles.ofSorted(sorted, at: 1 - tail)
        else { return Ends(lower: .nan, upper: .nan) }
        return Ends(lower: lower, upper: upper)
    }
}
