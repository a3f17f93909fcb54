import TandemNumerics
import TandemStatistics

/// Where a model errs: a tree, maps, and cohorts found on one half of the rows and tested on the other.
///
/// What a search finds among many possible cohorts always looks bad on the rows it was found on. So nothing is called a
/// cohort here before rows that had no part in finding it confirm it, with the false discovery rate of all that were
/// tested kept below a limit (Benjamini and Hochberg 1995).
public struct ErrorAnalysis: Sendable {
    /// How to search.
    public struct Options: Sendable, Hashable {
        /// Fewest rows of a cohort on the finding half; nil for one in two hundred of it, at least 20.
        public var smallest: Int?
        /// Deepest level of the tree.
        public var depth = 3
        /// Most candidates that are tested.
        public var candidates = 60
        /// Largest false discovery rate.
        public var maxFalseDiscoveries = 0.05
        /// Most threads to use; the result does not depend on it.
        public var threads = 1

        /// The house's options.
        public init() {}
    }

    /// Number of rows.
    public let n: Int
    /// The mean loss of all rows.
    public let meanLoss: Double
    /// The tree over the finding half.
    public let tree: ErrorTree
    /// How many candidates were tested.
    public let tested: Int
    /// The confirmed cohorts, the largest excess loss first.
    public let cohorts: [ErrorCohort]
    /// A map of every column.
    public let maps: [HeatMap]

    /// Searches.
    ///
    /// - Parameters:
    ///   - losses: the loss of each row, finite and not negative; errors are 1, right answers 0.
    ///   - finding: rows to search.
    ///   - testing: rows to test on; none of them in `finding`.
    ///   - options: how to search.
    ///   - make: makes the binned columns from a sample of rows to cut them by.
    /// - Throws: `StatisticsError` for a loss that is negative or not finite, or too few rows.
    public init(
        losses: [Double], finding: [Int], testing: [Int], options: Options = Options(),
        features make: ([Int]) -> [BinnedFeature]
    ) throws(StatisticsError) {
        if let place = losses.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw .invalidValue(at: place) }
        guard min(finding.count, testing.count) >= 20 else {
            throw .tooFewRows(needed: 40, found: losses.count)
        }
        let features = make(Self.sample(finding))
        let smallest = options.smallest ?? max(20, finding.count / 200)
        let isBinary = losses.allSatisfy { $0 == 0 || $0 == 1 }
        let tables = SubgroupScan.tables(features, losses, finding, threads: options.threads)
        let scan = SubgroupScan(
            features: features, losses: losses, rows: finding, smallest: smallest, threads: options.threads)
        let tree = ErrorTree(
            features, losses, finding, depth: options.depth, smallest: smallest, threads: options.threads)
        let found = Self.chosen(
            tree.candidates + scan.singles(tables) + scan.pairs(tables),
            Search(features: features, losses: losses, rows: finding, smallest: smallest, options: options))
        n = losses.count
        meanLoss = losses.isEmpty ? 0 : losses.reduce(0, +) / Double(losses.count)
        self.tree = tree
        tested = found.count
        cohorts = Self.confirmed(
            found, Search(features: features, losses: losses, rows: testing, smallest: 2, options: options), isBinary)
        let other = SubgroupScan.tables(features, losses, testing, threads: options.threads)
        maps = features.indices.map { place in
            HeatMap(features[place], sums: zip(tables[place], other[place]).map(+), isBinary: isBinary)
        }
    }

    /// A map of two columns, by name; nil when one of them is unknown.
    public static func map(
        _ first: BinnedFeature, _ second: BinnedFeature, losses: [Double]
    ) -> HeatMap {
        HeatMap(first, second, losses: losses, isBinary: losses.allSatisfy { $0 == 0 || $0 == 1 })
    }

    /// Two halves of the rows in a seeded order.
    public static func halves(_ count: Int, seed: UInt64) -> (finding: [Int], testing: [Int]) {
        var random = SplitMix64(seed: seed)
        var finding: [Int] = []
        var testing: [Int] = []
        finding.reserveCapacity(count / 2 + 1)
        testing.reserveCapacity(count / 2 + 1)
        var left = count / 2
        // Selection sampling (Knuth 2, 3.4.2): halves of the exact size, each in the order of the rows.
        for row in 0..<count {
            if random.below(count - row) < left {
                finding.append(row)
                left -= 1
            } else {
                testing.append(row)
            }
        }
        return (finding, testing)
    }

    // MARK: Parts

    private struct Search: Sendable {
        let features: [BinnedFeature]
        let losses: [Double]
        let rows: [Int]
        let smallest: Int
        let options: Options

        /// The sums of each candidate and of all rows; blocks of rows in parallel.
        func sums(_ candidates: [Candidate]) -> (each: [LossSums], all: LossSums) {
            let parts = Blocks(count: rows.count, size: 65_536).map(threads: options.threads) { range in
                var all = LossSums()
                for row in rows[range] { all.add(losses[row]) }
                return (candidates.map { $0.sums(features, losses, rows[range]) }, all)
            }
            var each = [LossSums](repeating: LossSums(), count: candidates.count)
            var all = LossSums()
            for part in parts {
                for place in each.indices { each[place] = each[place] + part.0[place] }
                all = all + part.1
            }
            return (each, all)
        }

        /// Of some candidates those whose every condition adds something: worse, by so many standard errors, than what is
        /// left without it.
        ///
        /// Without this rule each true cohort comes with a crowd of others that only share its first condition.
        func special(
            _ candidates: [Candidate], _ each: [LossSums], of places: [Int], by errors: Double
        ) -> [Int] {
            var wider: [Candidate: Int] = [:]
            var list: [Candidate] = []
            for candidate in places.flatMap({ candidates[$0].generalizations }) where wider[candidate] == nil {
                wider[candidate] = list.count
                list.append(candidate)
            }
            let sums = self.sums(list).each
            return places.filter { place in
                candidates[place].generalizations.allSatisfy { general in
                    each[place].score(in: wider[general].map { sums[$0] } ?? LossSums()) > errors
                }
            }
        }
    }

    /// Rows to cut columns by: at most 20,000, evenly spread.
    private static func sample(_ rows: [Int]) -> [Int] {
        let step = max(1, rows.count / 20_000)
        return stride(from: 0, to: rows.count, by: step).map { rows[$0] }
    }

    /// The most promising candidates: large enough, sayable, each different from the better ones before it.
    private static func chosen(_ candidates: [Candidate], _ search: Search) -> [Candidate] {
        var seen: Set<Candidate> = []
        let sayable = candidates.filter { seen.insert($0).inserted && $0.conditions(search.features) != nil }
        let (each, all) = search.sums(sayable)
        let scored = sayable.indices.filter { each[$0].n >= search.smallest && each[$0].score(in: all) > 1 }
        let special = search.special(sayable, each, of: scored, by: 3)
        let order = special.sorted { (-each[$0].score(in: all), $0) < (-each[$1].score(in: all), $1) }
        return order.prefix(search.options.candidates).map { sayable[$0] }
    }

    private static func confirmed(_ candidates: [Candidate], _ search: Search, _ isBinary: Bool) -> [ErrorCohort] {
        let (each, all) = search.sums(candidates)
        let pValues = each.map { CohortTest.p($0, all, isBinary: isBinary) }
        let qValues = FalseDiscoveries.qValues(pValues)
        let special = search.special(candidates, each, of: Array(candidates.indices), by: 2)
        let cohorts = special.compactMap { place -> ErrorCohort? in
            let inside = each[place]
            guard qValues[place] <= search.options.maxFalseDiscoveries, inside.n > 0,
                let conditions = candidates[place].conditions(search.features),
                let estimate = estimate(inside, isBinary)
            else { return nil }
            let elsewhere = (all - inside).mean
            return ErrorCohort(
                conditions: conditions, n: inside.n, meanLoss: estimate, meanElsewhere: elsewhere,
                excessLoss: inside.loss - elsewhere * Double(inside.n), p: pValues[place], q: qValues[place])
        }
        return cohorts.sorted { ($0.excessLoss, $1.words) > ($1.excessLoss, $0.words) }
    }

    private static func estimate(_ sums: LossSums, _ isBinary: Bool) -> Estimate? {
        if isBinary { return Estimate.wilson(successes: Int(sums.loss.rounded()), of: sums.n) }
        let reach = NormalDistribution.quantile(0.975) * (sums.variance / Double(max(1, sums.n))).squareRoot()
        return Estimate(
            value: sums.mean, lower: max(0, sums.mean - reach), upper: sums.mean + reach, n: sums.n, confidence: 0.95,
            method: .normal)
    }
}
