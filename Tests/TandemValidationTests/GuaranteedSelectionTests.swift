import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemValidation

@Suite struct GuaranteedSelectionTests {
    @Test func `thresholds and bounds agree with the authors' program`() throws {
        let golden: GuaranteesGolden = try fixture("guarantees")
        for one in golden.selections {
            let items = zip(one.scores, one.wrong).map { CalibrationItem(predicted: 0, score: $0, truth: $1) }
            let found = GuaranteedSelection().calibrate(items, maxError: [one.rate], delta: one.delta)[0]
            guard let expected = one.found else {
                #expect(found.threshold == nil && found.accepted == 0 && found.bound == 1)
                continue
            }
            #expect(found.threshold == expected[0])
            #expect(found.accepted == Int(expected[1]) && found.errors == Int(expected[2]))
            #expect(agree(found.bound, expected[3], to: 1e-9))
        }
    }

    /// Over 1,000 resamples both keep the promise, and Learn-then-Test decides at least as much.
    @Test(arguments: World.all)
    func `both keep the promise in a thousand resamples, and fixed-sequence testing decides at least as much`(
        world: World
    ) throws {
        let (rate, delta, runs) = (0.05, 0.1, 1_000)
        var random = SplitMix64(seed: 4_711)
        var coverage = [0.0, 0.0]
        var violations = [0, 0]
        var risks: [Double: Double] = [:]
        for _ in 0..<runs {
            let items = world.draw(600, label: 0, &random)
            let found = [
                CertificateRule().calibrate(items, maxError: [rate], delta: delta).labels[0],
                GuaranteedSelection().calibrate(items, maxError: [rate], delta: delta)[0],
            ]
            for (place, finding) in found.enumerated() {
                coverage[place] += finding.coverage / Double(runs)
                guard let threshold = finding.threshold else { continue }
                let key = (threshold * 2_000).rounded()
                let risk = risks[key] ?? world.risk(from: threshold)
                risks[key] = risk
                violations[place] += risk > rate ? 1 : 0
            }
        }
        for (name, count) in zip(["ltt", "sgr"], violations) {
            let interval = try #require(Estimate.clopperPearson(successes: count, of: runs, confidence: 0.999))
            print(
                "guarantee:", world.testDescription, name, "violations", count, "interval", interval.lower,
                interval.upper, "coverage", coverage[name == "ltt" ? 0 : 1])
            // More than δ would be refuted.
            #expect(interval.lower <= delta)
        }
        // Fixed-sequence testing stops at the first prefix that fails. Where the risk does not rise as the score falls, a
        // search that jumps over bad stretches may get further; there the promise is what is tested.
        guard !["a cliff", "worst where surest"].contains(world.testDescription) else { return }
        #expect(coverage[0] >= coverage[1] - 0.002)
    }

    @Test func `no items, one item and constant scores are no threshold or all`() {
        let rule = GuaranteedSelection()
        #expect(rule.calibrate([], maxError: [0.1], delta: 0.1)[0].threshold == nil)
        let one = [CalibrationItem(predicted: 0, score: 1, truth: 0)]
        #expect(rule.calibrate(one, maxError: [0.1], delta: 0.1)[0].threshold == nil)
        let same = [CalibrationItem](repeating: one[0], count: 300)
        let found = rule.calibrate(same, maxError: [0.1, nil], delta: 0.1)
        #expect(found[0].accepted == 300 && found[0].threshold == 1 && found[1].threshold == nil)
        let curve = RiskCoverageCurve(same)
        #expect(curve.points.count == 1 && curve.points[0].accepted == 300 && RiskCoverageCurve([]).points.isEmpty)
    }
}
