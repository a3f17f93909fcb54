import Testing

@testable import TandemValidation

/// What scripts/reference/certificates.py writes.
private struct Case: Decodable {
    let rate: Double
    let delta: Double
    let scores: [Double]
    let predicted: [Int]
    let truth: [Int]
    let found: [[Double]?]
    let bounds: [Double?]
}

private func items(correct: Int, wrong: Int, label: Int = 0, score: (Int) -> Double) -> [CalibrationItem] {
    (0..<(correct + wrong)).map { index in
        CalibrationItem(predicted: label, score: score(index), truth: index < correct ? label : 1 - label)
    }
}

@Suite struct CertificateRuleTests {
    @Test func `thresholds and bounds agree with a naive walk in Python`() throws {
        let cases: [Case] = try fixture("certificates")
        #expect(
            cases.contains { $0.found.contains { $0 != nil } } && cases.contains { $0.found.contains { $0 == nil } })
        for one in cases {
            let items = one.scores.indices.map {
                CalibrationItem(predicted: one.predicted[$0], score: one.scores[$0], truth: one.truth[$0])
            }
            let fit = CertificateRule().calibrate(items, maxError: [one.rate, one.rate], delta: one.delta)
            for (label, expected) in one.found.enumerated() {
                let ours = fit.labels[label]
                #expect(ours.threshold == expected?[0])
                #expect(ours.accepted == expected.map { Int($0[1]) } ?? 0)
                #expect(ours.errors == expected.map { Int($0[2]) } ?? 0)
                #expect(agree(ours.bound, one.bounds[label] ?? 1, to: 1e-9))
                #expect(ours.bound <= one.rate || ours.threshold == nil)
                #expect((ours.shortfall == nil) == (ours.threshold != nil))
            }
        }
    }

    @Test func `59 clean items are just enough for five percent and 58 are one short`() throws {
        let rule = CertificateRule()
        let enough = rule.calibrate(items(correct: 59, wrong: 0) { Double($0) }, maxError: [0.05], delta: 0.05)
        #expect(enough.labels[0].threshold == 0 && enough.isUsable && enough.coverage == 1)
        let short = rule.calibrate(items(correct: 58, wrong: 0) { Double($0) }, maxError: [0.05], delta: 0.05)
        let missing = try #require(short.labels[0].shortfall)
        #expect(short.labels[0].threshold == nil && !short.isUsable)
        #expect(missing.itemsIfClean == 1 && missing.itemsAtPresentRate == 1 && missing.samplesIfClean == 1)
    }

    @Test func `delta is split over the labels that may be automatic`() {
        let rule = CertificateRule()
        let clean = items(correct: 72, wrong: 0) { Double($0) } + items(correct: 72, wrong: 0, label: 1) { Double($0) }
        let both = rule.calibrate(clean, maxError: [0.05, 0.05], delta: 0.05)
        #expect(both.labels.map(\.accepted) == [72, 72])
        let fewer = rule.calibrate(Array(clean.dropFirst()), maxError: [0.05, 0.05], delta: 0.05)
        #expect(fewer.labels[0].shortfall?.itemsIfClean == 1 && fewer.labels[1].accepted == 72)
        let one = rule.calibrate(Array(clean.dropFirst()), maxError: [0.05, nil], delta: 0.05)
        #expect(one.labels[0].threshold != nil && one.labels[1].threshold == nil && one.labels[1].shortfall == nil)
        #expect(!one.isAutomatic(predicted: 1, score: 1_000))
    }

    @Test func `an unanswered audit counts as an error`() {
        var rows = items(correct: 59, wrong: 0) { Double($0) }
        rows[30] = CalibrationItem(predicted: 0, score: 30, truth: nil)
        let fit = CertificateRule().calibrate(rows, maxError: [0.05], delta: 0.05)
        #expect(fit.labels[0].threshold == nil && fit.labels[0].shortfall != nil)
    }

    @Test func `a threshold never cuts through equal scores`() throws {
        // 100 right answers at 2 and a mixed lot at 1: all of the lot or nothing.
        let rows = items(correct: 100, wrong: 0) { _ in 2 } + items(correct: 20, wrong: 20) { _ in 1 }
        let fit = CertificateRule().calibrate(rows, maxError: [0.05], delta: 0.05)
        #expect(fit.labels[0].threshold == 2 && fit.labels[0].accepted == 100)
        #expect(fit.isAutomatic(predicted: 0, score: 2) && !fit.isAutomatic(predicted: 0, score: 1.9))
    }

    @Test func `a score that is no number is never automatic`() {
        let rows = items(correct: 80, wrong: 0) { _ in Double.nan }
        let fit = CertificateRule().calibrate(rows, maxError: [0.05], delta: 0.05)
        #expect(fit.labels[0].threshold == nil && fit.labels[0].candidates == 80)
        let good = CertificateRule().calibrate(items(correct: 80, wrong: 0) { _ in 1 }, maxError: [0.05], delta: 0.05)
        #expect(good.isUsable && !good.isAutomatic(predicted: 0, score: .nan))
        #expect(!good.isAutomatic(predicted: 7, score: 9))
    }

    @Test func `no items make no certificate but say what is missing`() throws {
        let fit = CertificateRule().calibrate([], maxError: [0.01], delta: 0.05)
        let missing = try #require(fit.labels[0].shortfall)
        #expect(missing.itemsIfClean == 299 && missing.itemsAtPresentRate == 299 && missing.samplesIfClean == nil)
        #expect(fit.coverage == 0 && fit.missed[0].bound == 0)
    }

    @Test func `a forgiving start survives one stray error at the top`() {
        // The single error is the surest decision of all.
        let rows = items(correct: 299, wrong: 1) { $0 == 299 ? 1_000 : Double($0) }
        let strict = CertificateRule().calibrate(rows, maxError: [0.05], delta: 0.05)
        let forgiving = CertificateRule(forgivenAtStart: 1).calibrate(rows, maxError: [0.05], delta: 0.05)
        #expect(strict.labels[0].threshold == nil && forgiving.labels[0].accepted == 300)
    }

    @Test func `what is missed counts truths decided automatically as another label`() {
        let rows =
            items(correct: 300, wrong: 3) { $0 < 300 ? 1 + Double($0) : 1 }
            + items(correct: 300, wrong: 0, label: 1) { Double($0) }
        let fit = CertificateRule().calibrate(rows, maxError: [0.05, 0.05], delta: 0.05)
        #expect(fit.missed[0].missed == 0 && fit.missed[1].missed == 3 && fit.missed[1].n == 303)
        #expect(fit.missed[1].bound > 3.0 / 303 && fit.missed[1].bound < 0.06)
    }

    @Test func `attempts never spend more than the whole`() {
        let spent = (1...10_000).reduce(0.0) { $0 + AttemptBudget.delta(attempt: $1, total: 0.05) }
        #expect(spent < 0.05 && spent > 0.0499)
        #expect(agree(AttemptBudget.delta(attempt: 1, total: 0.05), 0.030396355092701, to: 1e-12))
        #expect(AttemptBudget.delta(attempt: 0, total: 0.05) == 0)
    }
}
