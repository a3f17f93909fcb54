import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct PreferenceTests {
    let golden: GoldenMetrics

    init() throws { golden = try fixture("metrics") }

    @Test func `the always-valid interval agrees with the paper's formulas step by step`() {
        for (given, every) in [(golden.betting, 1), (golden.bettingLong, 10)] {
            var sequence = BoundedMean(alpha: 0.05)
            for (place, value) in given.values.enumerated() {
                sequence.observe(value)
                guard (place + 1) % every == 0 else { continue }
                let expected = given.path[(place + 1) / every - 1]
                #expect(abs(sequence.lower - expected[0]) < 1e-12 && abs(sequence.upper - expected[1]) < 1e-12)
            }
            if let evidence = given.logEvidence {
                #expect(agree(sequence.logEvidenceAgainstHalf, evidence, to: 1e-9))
            }
        }
    }

    @Test func `without a preference it is claimed in at most the promised share of runs, at any look`() {
        var wrong = 0
        for run in 0..<200 {
            var random = SplitMix64(seed: UInt64(run))
            let items = (0..<300).map { _ in Double(random.below(3)) / 2 }
            let found = PreferenceTest(items: items, confidence: 0.9)
            if found.decidedAt != nil { wrong += 1 }
        }
        // At most 20 in expectation; 33 would be three standard errors above.
        #expect(wrong <= 33)
    }

    @Test func `a planted preference is found and the forecast of what is missing is of the right size`() {
        var random = SplitMix64(seed: 6)
        let items = (0..<2_000).map { _ in random.uniform() < 0.6 ? 1.0 : 0.0 }
        let whole = PreferenceTest(items: items)
        #expect(whole.outcome == .bBetter)
        #expect(PreferenceTest(items: items.map { 1 - $0 }).outcome == .aBetter)
        guard let needed = whole.decidedAt else { return }
        let early = PreferenceTest(items: Array(items.prefix(needed / 2)))
        guard case .notYet(let more?) = early.outcome else {
            Issue.record("half of the items should not be enough: \(early.outcome)")
            return
        }
        #expect(more > needed / 10 && more < needed * 4)
    }

    @Test func `answers alike are told apart from answers unknown`() {
        let alike = [Double](repeating: 0.5, count: 2_000)
        #expect(PreferenceTest(items: alike, margin: 0.1).outcome == .noRelevantDifference)
        #expect(PreferenceTest(items: alike).outcome == .notYet(moreItems: nil))
        #expect(PreferenceTest(items: []).outcome == .notYet(moreItems: nil))
        #expect(PreferenceTest(items: []).preference == nil)
    }

    @Test func `several votes on an item are one observation, in the order of first appearance`() {
        func vote(_ item: Int, _ choice: PreferenceVote.Choice) -> PreferenceVote {
            PreferenceVote(item: item, rater: 0, isBLeft: true, choice: choice)
        }
        #expect(PreferenceTest.items([vote(7, .b), vote(3, .a), vote(7, .tie)]) == [0.75, 0])
    }

    @Test func `raters' habits are measured`() throws {
        var votes: [PreferenceVote] = []
        for item in 0..<40 {
            // The first always takes the left, the second always B, the third cannot decide on every second.
            votes.append(
                PreferenceVote(item: item, rater: 0, isBLeft: item % 2 == 0, choice: item % 2 == 0 ? .b : .a))
            votes.append(PreferenceVote(item: item, rater: 1, isBLeft: item % 2 == 0, choice: .b))
            votes.append(
                PreferenceVote(item: item, rater: 2, isBLeft: item % 2 == 1, choice: item % 2 == 0 ? .tie : .b))
        }
        let effects = RaterEffects.all(votes, raterCount: 4)
        #expect(effects.count == 3)
        #expect(effects[0].leftShare?.value == 1 && effects[0].preference == 0.5)
        #expect(effects[1].leftShare?.value == 0.5 && effects[1].preference == 1)
        #expect(effects[2].tieShare?.value == 0.5)
        // Of the first's pairs: right with the second on even items, with the third never.
        #expect(effects[0].agreement == 0.25 && effects[0].pairs == 80)
        #expect(effects[1].agreement == 0.5)
    }
}
