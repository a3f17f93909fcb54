import TandemNumerics
import TandemStatistics
import TandemTabular
import TandemValidation
import Testing

@Suite struct ErrorAnalysisTests {
    private struct World {
        var numbers: [[Double]] = []
        var names: [Codes] = []
        var losses: [Double] = []

        func features(_ sample: [Int]) -> [BinnedFeature] {
            numbers.enumerated().map { BinnedFeature("x\($0)", numbers: $1, sample: sample) }
                + names.enumerated().map { BinnedFeature("c\($0)", names: $1, sample: sample) }
        }
    }

    /// Columns of noise, and errors at a base rate that is higher where `isWorse` says so.
    private func world(
        _ n: Int, seed: UInt64, rate: Double = 0.1, worse: Double = 0.1, isWorse: ([Double], [Int32]) -> Bool
    ) -> World {
        var random = SplitMix64(seed: seed)
        var world = World()
        world.numbers = (0..<4).map { _ in (0..<n).map { _ in random.normal() } }
        world.names = (0..<2).map { _ in
            Codes(codes: (0..<n).map { _ in Int32(random.below(5)) }, names: ["a", "b", "c", "d", "e"])
        }
        world.losses = (0..<n).map { row in
            let bad = isWorse(world.numbers.map { $0[row] }, world.names.map { $0.codes[row] })
            return random.uniform() < (bad ? worse : rate) ? 1 : 0
        }
        return world
    }

    private func analyze(_ world: World, seed: UInt64 = 1, threads: Int = 1) throws -> ErrorAnalysis {
        let halves = ErrorAnalysis.halves(world.losses.count, seed: seed)
        var options = ErrorAnalysis.Options()
        options.threads = threads
        return try ErrorAnalysis(
            losses: world.losses, finding: halves.finding, testing: halves.testing, options: options,
            features: world.features)
    }

    @Test func `a planted cohort of two columns is found, said in words and confirmed`() throws {
        let world = world(20_000, seed: 1, worse: 0.4) { $0[1] > 0.8 && $1[0] == 2 }
        let analysis = try analyze(world)
        let best = try #require(analysis.cohorts.first { Set($0.conditions.map(\.column)) == ["x1", "c0"] })
        #expect(best.words.contains("c0 is c") && best.meanLoss.value > 0.3 && best.q < 1e-6, "\(best)")
        // No cohort that only borrows from the planted one by a condition that adds nothing.
        #expect(analysis.cohorts.allSatisfy { Set($0.conditions.map(\.column)).isSubset(of: ["x1", "c0"]) })
        #expect(abs(best.meanElsewhere - 0.1) < 0.02 && best.excessLoss > 0)
    }

    @Test func `a cohort of one name and a cohort of one interval are found`() throws {
        let name = try analyze(world(8_000, seed: 2, worse: 0.3) { $1[1] == 4 })
        #expect(try #require(name.cohorts.first).words.contains("c1 is e"))
        let interval = try analyze(world(8_000, seed: 3, worse: 0.3) { values, _ in abs(values[2]) < 0.4 })
        let condition = try #require(interval.cohorts.first?.conditions.first { $0.column == "x2" })
        guard case .range(_, let low?, let high?) = condition else {
            Issue.record("\(condition)")
            return
        }
        #expect(abs(low + 0.4) < 0.2 && abs(high - 0.4) < 0.2)
    }

    @Test func `where nothing is planted cohorts are listed in hardly more than one run of twenty`() throws {
        // Under the global null the false discovery rate is the chance of listing anything at all.
        var runs = 0
        for seed in 0..<200 {
            let world = world(1_500, seed: 1_000 + UInt64(seed)) { _, _ in false }
            if try !analyze(world, seed: UInt64(seed)).cohorts.isEmpty { runs += 1 }
        }
        let bound = ExactBound.lower(successes: runs, of: 200, delta: 0.01)
        #expect(bound <= 0.05, "\(runs) of 200")
    }

    @Test func `missing values are a reason of their own`() throws {
        var world = world(6_000, seed: 5) { _, _ in false }
        for row in stride(from: 0, to: 6_000, by: 9) {
            world.numbers[0][row] = .nan
            world.losses[row] = row % 2 == 0 ? 1 : 0
        }
        let analysis = try analyze(world)
        #expect(analysis.cohorts.contains { $0.conditions == [.missing(column: "x0")] })
    }

    @Test func `threads change nothing`() throws {
        let world = world(9_000, seed: 6, worse: 0.3) { values, _ in values[0] > 1 }
        let (one, three) = (try analyze(world), try analyze(world, threads: 3))
        #expect(one.cohorts == three.cohorts && one.tree.nodes == three.tree.nodes && one.maps == three.maps)
    }

    @Test func `losses that are no errors are tested by Welch`() throws {
        var world = world(6_000, seed: 7) { _, _ in false }
        var random = SplitMix64(seed: 8)
        world.losses = (0..<6_000).map { row in
            random.uniform() * (world.names[0].codes[row] == 1 ? 3 : 1)
        }
        let best = try #require(try analyze(world).cohorts.first)
        #expect(best.words.contains("c0 is b") && abs(best.meanLoss.value - 1.5) < 0.15)
    }

    @Test func `every confirmed cohort holds on the rows it names`() throws {
        let world = world(10_000, seed: 9, worse: 0.35) { $0[3] < -1 || $1[0] == 0 }
        let halves = ErrorAnalysis.halves(10_000, seed: 1)
        for cohort in try analyze(world).cohorts {
            let rows = halves.testing.filter { row in
                cohort.conditions.allSatisfy { condition in
                    let place = Int(String(condition.column.dropFirst())) ?? 0
                    return condition.column.hasPrefix("x")
                        ? condition.holds(number: world.numbers[place][row])
                        : condition.holds(name: world.names[place][row])
                }
            }
            #expect(rows.count == cohort.n, "\(cohort.words)")
            #expect(abs(rows.reduce(0) { $0 + world.losses[$1] } / Double(rows.count) - cohort.meanLoss.value) < 1e-12)
        }
    }

    @Test func `few rows, one value everywhere, no errors and bad losses are told apart`() throws {
        let flat = World(
            numbers: [[Double](repeating: 1, count: 100)], names: [], losses: [Double](repeating: 0, count: 100))
        #expect(try analyze(flat).cohorts.isEmpty)
        let small = World(numbers: [[1, 2]], names: [], losses: [0, 1])
        #expect(throws: StatisticsError.self) { try analyze(small) }
        var bad = flat
        bad.losses[3] = .nan
        #expect(throws: StatisticsError.invalidValue(at: 3)) { try analyze(bad) }
    }

    @Test func `q-values are those of Benjamini and Hochberg`() {
        // statsmodels.stats.multitest.multipletests(p, method="fdr_bh")
        let q = FalseDiscoveries.qValues([0.01, 0.04, 0.03, 0.005, 0.8])
        for (ours, theirs) in zip(q, [0.025, 0.05, 0.05, 0.025, 0.8]) { #expect(abs(ours - theirs) < 1e-12) }
        #expect(FalseDiscoveries.qValues([]).isEmpty)
    }

    @Test func `conditions are said in plain words`() {
        #expect(CohortCondition.range(column: "amount", low: 2000, high: nil).words == "amount is at least 2,000")
        #expect(CohortCondition.oneOf(column: "country", values: ["DE", "FR"]).words == "country is DE or FR")
        #expect(
            CohortCondition.range(column: "x", low: -0.25, high: 12_345_678).words
                == "x is from -0.25 to below 12,345,678")
    }
}
