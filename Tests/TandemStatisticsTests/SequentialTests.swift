import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct ErrorRateBoundTests {
    @Test func `at most alpha of the bounds ever exceed the true rate, and they come close to it`() {
        let (rate, alpha, runs) = (0.06, 0.1, 400)
        var exceeded = 0
        var last = 0.0
        for run in 0..<runs {
            var random = SplitMix64(seed: 5).split(UInt64(run))
            // The question is about 5 %; the truth is 6 %.
            var bound = ErrorRateBound(around: 0.05, alpha: alpha)
            var highest = 0.0
            for _ in 0..<1_500 {
                bound.observe(isError: random.uniform() < rate)
                #expect(bound.lower >= highest)
                highest = bound.lower
            }
            exceeded += highest > rate ? 1 : 0
            last += highest / Double(runs)
        }
        print("error rate bound: exceeded", exceeded, "of", runs, "mean", last)
        let law = BinomialDistribution(trials: runs, probability: alpha)
        #expect(law.upperTail(from: exceeded) > 0.001)
        #expect(last > 0.6 * rate && last < rate)
    }

    @Test func `the rate in question is a candidate, and a late rise is found`() {
        var bound = ErrorRateBound(around: 0.02, alpha: 0.05)
        #expect(bound.candidates.contains(0.02) && bound.candidates == bound.candidates.sorted())
        #expect(bound.candidates.allSatisfy { $0 > 0 && $0 < 1 } && bound.lower == 0)
        var random = SplitMix64(seed: 2)
        for _ in 0..<3_000 { bound.observe(isError: random.uniform() < 0.01) }
        #expect(bound.lower < 0.02)
        for _ in 0..<600 { bound.observe(isError: random.uniform() < 0.1) }
        #expect(bound.lower > 0.03)
    }

    @Test func `outcomes of little weight move the bound less`() {
        var (full, light) = (ErrorRateBound(around: 0.05, alpha: 0.05), ErrorRateBound(around: 0.05, alpha: 0.05))
        for _ in 0..<10 {
            full.observe(isError: true)
            light.observe(isError: true, weight: 0.1)
        }
        #expect(full.lower > light.lower)
    }
}
