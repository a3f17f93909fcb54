import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct IntervalTests {
    let golden: Golden

    init() throws { golden = try fixture("statistics") }

    @Test func `Wilson's interval agrees with statsmodels`() throws {
        for row in golden.wilson {
            let ours = try #require(Estimate.wilson(successes: Int(row[0]), of: Int(row[1]), confidence: row[2]))
            #expect(agree(ours.lower, row[3], to: 1e-9) || abs(ours.lower - row[3]) < 1e-15)
            #expect(agree(ours.upper, row[4], to: 1e-9))
        }
    }

    @Test func `the exact interval agrees with statsmodels`() throws {
        for row in golden.clopperPearson {
            let ours = try #require(
                Estimate.clopperPearson(successes: Int(row[0]), of: Int(row[1]), confidence: row[2]))
            #expect(agree(ours.lower, row[3], to: 1e-9))
            #expect(agree(ours.upper, row[4], to: 1e-9))
        }
    }

    @Test func `no observations make no estimate`() {
        #expect(Estimate.wilson(successes: 0, of: 0) == nil)
        #expect(Estimate.clopperPearson(successes: 1, of: 0) == nil)
        #expect(Bootstrap(seed: 1).mean(of: []) == nil)
        #expect(Target.atLeast(0.9).verdict(on: nil) == .notYetProven)
    }

    @Test func `bootstrap intervals agree with scipy up to resampling noise`() throws {
        let expected = golden.bootstrap
        for (kind, ends) in [(Bootstrap.Kind.bca, expected.bca), (.percentile, expected.percentile)] {
            let ours = try #require(Bootstrap(seed: 7, replicates: 20_000, kind: kind).mean(of: expected.sample))
            #expect(abs(ours.lower - ends[0]) < 0.05 * expected.error)
            #expect(abs(ours.upper - ends[1]) < 0.05 * expected.error)
        }
    }

    @Test func `the same seed gives the same interval and another seed another`() {
        let values = golden.bootstrap.sample
        #expect(Bootstrap(seed: 3).mean(of: values) == Bootstrap(seed: 3).mean(of: values))
        #expect(Bootstrap(seed: 3).mean(of: values) != Bootstrap(seed: 4).mean(of: values))
    }

    @Test func `drawing counts gives the interval of drawing rows`() throws {
        let counts = [620, 40, 90, 250]
        let bootstrap = Bootstrap(seed: 11, replicates: 4_000)
        func share(_ counts: [Int]) -> Double? { Double(counts[0] + counts[3]) / Double(counts.reduce(0, +)) }
        let byCounts = try #require(bootstrap.estimate(counts: counts, statistic: share))
        let hits = [Double](repeating: 1, count: 870) + [Double](repeating: 0, count: 130)
        let byRows = try #require(bootstrap.mean(of: hits))
        #expect(byCounts.n == 1_000 && abs(byCounts.value - byRows.value) < 1e-12)
        #expect(abs(byCounts.lower - byRows.lower) < 0.003 && abs(byCounts.upper - byRows.upper) < 0.003)
    }

    @Test(arguments: [(5, 0.3), (40, 0.1), (40, 0.5), (1_000, 0.02), (5_000, 0.4), (300, 0.97)])
    func `binomial draws follow the binomial distribution`(trials: Int, probability: Double) {
        var random = SplitMix64(seed: 5)
        let draws = 40_000
        var counts = [Int](repeating: 0, count: trials + 1)
        for _ in 0..<draws { counts[random.binomial(trials: trials, probability: probability)] += 1 }
        let law = BinomialDistribution(trials: trials, probability: probability)
        var statistic = 0.0
        var cells = 0.0
        for (k, count) in counts.enumerated() {
            let expected = Double(draws) * law.mass(k)
            guard expected >= 5 else { continue }
            statistic += (Double(count) - expected) * (Double(count) - expected) / expected
            cells += 1
        }
        #expect(ChiSquareDistribution(degrees: cells - 1).upperTail(statistic) > 1e-4)
    }

    @Test func `a replicate that is too often undefined makes no interval`() {
        let estimate = Bootstrap(seed: 1).estimate(rows: 4) { rows in rows.contains(3) ? 1 : nil }
        #expect(estimate == nil)
    }

    @Test func `the verdict is not yet proven while the interval straddles the limit`() throws {
        let few = try #require(Estimate.wilson(successes: 20, of: 20))
        let many = try #require(Estimate.wilson(successes: 980, of: 1_000))
        let bad = try #require(Estimate.wilson(successes: 800, of: 1_000))
        #expect(Target.atLeast(0.95).verdict(on: few) == .notYetProven)
        #expect(Target.atLeast(0.95).verdict(on: many) == .met)
        #expect(Target.atLeast(0.95).verdict(on: bad) == .notMet)
        #expect(Target.atMost(0.1).verdict(on: bad.scaled(by: 0.1)) == .met)
    }

    @Test func `299 clean reviews show an error of at most one percent`() {
        #expect(SampleSize.clean(maxError: 0.01, delta: 0.05) == 299)
        #expect(SampleSize.clean(maxError: 0.05, delta: 0.05) == 59)
        #expect(SampleSize.clean(maxError: 0.5, delta: 0.5) == 1)
        #expect(SampleSize.clean(maxError: 0, delta: 0.5) == nil)
    }

    @Test func `the number of missing reviews is the smallest that suffices`() throws {
        let target = Target.atLeast(0.95)
        let missing = try #require(SampleSize.additional(successes: 49, of: 50, target: target))
        func lower(_ n: Int) -> Double {
            Estimate.wilsonBounds(successes: 0.98 * Double(n), n: Double(n), confidence: 0.95).lower
        }
        #expect(lower(50 + missing) >= 0.95 && lower(50 + missing - 1) < 0.95)
        #expect(SampleSize.additional(successes: 45, of: 50, target: target) == nil)
        #expect(SampleSize.additional(successes: 990, of: 1_000, target: target) == 0)
        let fromNothing = try #require(SampleSize.additional(successes: 0, of: 0, target: .atMost(0.2)))
        let bounds = try #require(Estimate.wilson(successes: 0, of: fromNothing))
        #expect(bounds.upper <= 0.2)
    }
}
