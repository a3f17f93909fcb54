import Foundation
import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemValidation

/// What scripts/reference/guarantees.py writes.
struct GuaranteesGolden: Decodable {
    struct Sets: Decodable {
        let scores: [Double]
        let quantile: Double
        let sets: [[Int]]
    }

    struct ByLabel: Decodable {
        let confidence: Double
        let quantiles: [Double]
    }

    struct Randomized: Decodable {
        let shares: [Double]
        let scores: [Double]
    }

    struct Risk: Decodable {
        let items: [[Double]]
        let alpha: Double
        let delta: Double
        let onAverage: Double
        let withConfidence: Double?
        let pValues: [Double]
        let means: [Double]
    }

    struct Selection: Decodable {
        let scores: [Double]
        let wrong: [Int]
        let rate: Double
        let delta: Double
        let found: [Double]?
    }

    let calibration: [Double]
    let truth: [Int]
    let test: [Double]
    let labels: Int
    let confidence: Double
    let penalty: Double
    let free: Int
    let lac: Sets
    let lacByLabel: ByLabel
    let aps: Sets
    let raps: Sets
    let randomized: Randomized
    let risk: [Risk]
    let selections: [Selection]

    var calibrationItems: CalibrationProbabilities {
        CalibrationProbabilities(labelCount: labels, values: calibration, truth: truth)
    }

    var testItems: CalibrationProbabilities {
        CalibrationProbabilities(
            labelCount: labels, values: test, truth: [Int?](repeating: nil, count: test.count / labels))
    }
}

@Suite struct ConformalTests {
    @Test func `scores, quantiles and sets agree with MAPIE and puncc`() throws {
        let golden: GuaranteesGolden = try fixture("guarantees")
        let kinds: [(ConformalScore, GuaranteesGolden.Sets)] = [
            (.leastAmbiguous, golden.lac), (.adaptive, golden.aps),
            (.regularized(penalty: golden.penalty, free: golden.free), golden.raps),
        ]
        for (score, expected) in kinds {
            let rule = ConformalRule(score: score, confidence: golden.confidence)
            let scores = rule.scoresOfTruth(golden.calibrationItems)
            #expect(zip(scores, expected.scores).allSatisfy { agree($0, $1, to: 1e-9) })
            let fit = rule.calibrate(golden.calibrationItems)
            #expect(agree(fit.thresholds[0], expected.quantile, to: 1e-9))
            #expect(fit.sets(golden.testItems) == expected.sets)
        }
        let byLabel = ConformalRule(
            score: .leastAmbiguous, confidence: golden.lacByLabel.confidence, stratum: .label
        ).calibrate(golden.calibrationItems)
        #expect(zip(byLabel.thresholds, golden.lacByLabel.quantiles).allSatisfy { agree($0, $1, to: 1e-9) })
    }

    @Test func `a randomized score takes away the same share of the label's own probability as MAPIE's`() throws {
        let golden: GuaranteesGolden = try fixture("guarantees")
        var scores = [Double](repeating: 0, count: golden.labels)
        for (item, truth) in golden.truth.enumerated() {
            let row = golden.calibrationItems.row(item)
            ConformalScore.adaptive.write(row, share: golden.randomized.shares[item], to: &scores)
            #expect(agree(scores[truth], golden.randomized.scores[item], to: 1e-9))
        }
    }

    /// Items whose true labels are drawn from probabilities a little flatter than the stated ones.
    private func draw(_ n: Int, labels: Int = 4, _ random: inout SplitMix64) -> CalibrationProbabilities {
        var values: [Double] = []
        var truth: [Int] = []
        var groups: [Int] = []
        for _ in 0..<n {
            let group = random.below(2)
            var row = (0..<labels).map { _ in exp2(2.5 * random.normal()) }
            let sum = row.reduce(0, +)
            row = row.map { $0 / sum }
            values += row
            // In group 1 the truth has little to do with the probabilities.
            var left = random.uniform()
            var label = labels - 1
            for place in 0..<labels {
                left -= group == 0 ? row[place] : 0.5 * row[place] + 0.5 / Double(labels)
                if left < 0 {
                    label = place
                    break
                }
            }
            truth.append(label)
            groups.append(group)
        }
        return CalibrationProbabilities(labelCount: labels, values: values, truth: truth, groups: groups, groupCount: 2)
    }

    @Test(arguments: [ConformalScore.leastAmbiguous, .adaptive, .regularized(penalty: 0.1, free: 1)], [false, true])
    func `over a thousand calibrations sets hold the truth as often as promised`(
        score: ConformalScore, isRandomized: Bool
    ) throws {
        var random = SplitMix64(seed: 12)
        let test = draw(100, &random)
        var covered = 0
        var tried = 0
        for run in 0..<1_000 {
            let rule = ConformalRule(
                score: score, confidence: 0.8, isRandomized: isRandomized, seed: UInt64(run))
            let fit = rule.calibrate(draw(60, &random))
            // A fresh item each time: the promise is about both.
            let fresh = run.isMultiple(of: 2) ? test : draw(100, &random)
            let figures = SetFigures(sets: fit.sets(fresh), truth: fresh.truth, items: 0..<100)
            covered += figures.covered
            tried += figures.n
        }
        let share = Double(covered) / Double(tried)
        print("conformal:", score, isRandomized ? "randomized" : "deterministic", "coverage", share)
        // ⌈61 · 0.8⌉ / 61 = 0.803; items of one run share a calibration, hence the wide margin of 100,000 items.
        // Half of the runs look at the same hundred items, whose own draw moves the share by two points.
        #expect(share > 0.77)
        if score == .leastAmbiguous || isRandomized { #expect(share < 0.82) }
    }

    @Test func `thresholds for each group keep the promise in the group that fares worse`() {
        var random = SplitMix64(seed: 3)
        let items = draw(4_000, &random)
        let test = draw(4_000, &random)
        func coverage(_ stratum: ConformalRule.Stratum) -> [Double] {
            let sets = ConformalRule(score: .leastAmbiguous, confidence: 0.9, stratum: stratum).calibrate(items)
                .sets(test)
            return (0..<2).map { group in
                let members = test.groups.indices.filter { test.groups[$0] == group }
                return SetFigures(sets: sets, truth: test.truth, items: members).coverage()?.value ?? 0
            }
        }
        #expect(coverage(.all)[1] < 0.87)
        #expect(coverage(.group).allSatisfy { abs($0 - 0.9) < 0.02 })
    }

    @Test func `leave-one-out sets are those of a calibration without the item`() {
        var random = SplitMix64(seed: 8)
        let items = draw(40, &random)
        for stratum in ConformalRule.Stratum.allCases {
            let rule = ConformalRule(score: .adaptive, confidence: 0.8, stratum: stratum)
            let sets = rule.calibrate(items).leaveOneOutSets(items)
            for item in 0..<items.count {
                var truth = items.truth
                truth[item] = nil
                let without = CalibrationProbabilities(
                    labelCount: 4, values: items.values, truth: truth, groups: items.groups, groupCount: 2)
                #expect(rule.calibrate(without).sets(without)[item] == sets[item])
            }
        }
    }

    @Test func `too few items leave nothing out and say how many are missing`() {
        let items = CalibrationProbabilities(labelCount: 2, values: [0.9, 0.1, 0.2, 0.8], truth: [0, 1])
        let fit = ConformalRule(score: .leastAmbiguous, confidence: 0.95).calibrate(items)
        #expect(fit.thresholds == [.infinity] && fit.missing == [17])
        #expect(fit.sets(items) == [[0, 1], [0, 1]])
        #expect(ConformalQuantile.needed(confidence: 0.9) == 9 && ConformalQuantile.needed(confidence: 0.5) == 1)
        let empty = CalibrationProbabilities(labelCount: 2, values: [], truth: [])
        #expect(ConformalRule(score: .adaptive, confidence: 0.9).calibrate(empty).missing == [9])
    }

    @Test func `constant probabilities and ties are kept or left out together in a fixed order`() {
        let items = CalibrationProbabilities(
            labelCount: 2, values: [Double](repeating: 0.5, count: 40), truth: (0..<20).map { $0 % 2 })
        let fit = ConformalRule(score: .leastAmbiguous, confidence: 0.9).calibrate(items)
        #expect(fit.sets(items).allSatisfy { $0 == [0, 1] })
        let adaptive = ConformalRule(score: .adaptive, confidence: 0.4).calibrate(items)
        #expect(adaptive.sets(items).allSatisfy { $0 == [0] })
    }

    @Test func `the number of threads and the order of items change nothing`() {
        var random = SplitMix64(seed: 4)
        let items = draw(20_000, &random)
        let rule = ConformalRule(score: .adaptive, confidence: 0.9, isRandomized: true, seed: 9)
        #expect(rule.calibrate(items).thresholds == rule.calibrate(items, threads: 3).thresholds)
        let plain = ConformalRule(score: .adaptive, confidence: 0.9)
        let turned = CalibrationProbabilities(
            labelCount: 4, values: (0..<items.count).reversed().flatMap { items.row($0) },
            truth: items.truth.reversed())
        #expect(plain.calibrate(items).thresholds == plain.calibrate(turned).thresholds)
    }
}

@Suite struct MissRateTests {
    @Test func `thresholds agree with the published rule and with MAPIE's p-values`() throws {
        let golden: GuaranteesGolden = try fixture("guarantees")
        for one in golden.risk {
            let positives = PositiveScores(one.items)
            let rule = MissRateRule(maxMissed: one.alpha, confidence: 1 - one.delta)
            #expect(rule.onAverage(positives).threshold == one.onAverage)
            #expect(rule.withConfidence(positives).threshold == one.withConfidence)
            guard one.items.contains(where: { $0.count > 1 }) else { continue }
            for (mean, expected) in zip(one.means, one.pValues) {
                let value = HoeffdingBentkus.pValue(mean: mean, of: one.items.count, limit: one.alpha)
                #expect(agree(value, min(1, expected), to: 1e-9))
            }
        }
    }

    @Test func `on average no more is missed than promised, and with confidence seldom more`() throws {
        let (limit, delta, runs) = (0.1, 0.1, 1_000)
        let rule = MissRateRule(maxMissed: limit, confidence: 1 - delta)
        var random = SplitMix64(seed: 31)
        func draw(_ n: Int) -> PositiveScores {
            PositiveScores(
                (0..<n).map { _ in
                    let ease = random.uniform()
                    return (0..<1 + random.below(4)).map { _ in 0.6 * ease + 0.4 * random.uniform() }
                })
        }
        let world = draw(100_000)
        var total = 0.0
        var violations = 0
        for _ in 0..<runs {
            let sample = draw(80)
            func missed(_ finding: MissRateRule.Finding) -> Double {
                finding.threshold.map { world.missed(below: [$0])[0] } ?? 0
            }
            total += missed(rule.onAverage(sample))
            violations += missed(rule.withConfidence(sample)) > limit ? 1 : 0
        }
        print("miss rate: on average", total / Double(runs), "violations", violations, "of", runs)
        #expect(total / Double(runs) < limit + 0.002 && total / Double(runs) > 0.07)
        let interval = try #require(Estimate.clopperPearson(successes: violations, of: runs, confidence: 0.999))
        #expect(interval.lower <= delta)
    }

    @Test func `too few positives give no threshold and say what is needed`() {
        let rule = MissRateRule(maxMissed: 0.1)
        #expect(rule.onAverage(PositiveScores([[0.5], [0.6]])).threshold == nil)
        #expect(rule.neededOnAverage == 9 && rule.neededWithConfidence == 29)
        #expect(rule.onAverage(PositiveScores([])).threshold == nil && PositiveScores([[], [1]]).count == 1)
        let nine = PositiveScores([[Double]](repeating: [0.5], count: 9))
        #expect(rule.onAverage(nine).threshold == 0.5 && rule.onAverage(nine).missed == 0)
    }
}
