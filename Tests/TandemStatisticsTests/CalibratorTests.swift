import Foundation
import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct CalibratorTests {
    let golden: GoldenMetrics

    init() throws { golden = try fixture("metrics") }

    var margins: [Double] { golden.calibration.p.map(Logistic.margin) }

    @Test func `beta calibration agrees with a logistic regression of scikit-learn`() throws {
        let found = try BetaCalibration.fit(margins: margins, outcomes: golden.calibration.seen.map { $0 == 1 })
        for (ours, theirs) in zip([found.a, found.b, found.c], golden.calibration.beta) {
            #expect(agree(ours, theirs, to: 1e-6))
        }
        // The curve that would fall is held level.
        let late = try BetaCalibration.fit(margins: margins, outcomes: golden.calibration.late.map { $0 == 1 })
        #expect(late.a >= 0 && late.b >= 0 && (late.a == 0 || late.b == 0))
        let clean = try BetaCalibration.fit(margins: [-2, -1, 1, 2], outcomes: [false, false, true, true])
        #expect(clean.a.isFinite && clean.b.isFinite && clean.c.isFinite)
    }

    @Test func `Dirichlet calibration agrees with a general optimizer`() throws {
        let values = golden.dirichlet.logs
        let logs = Matrix(rows: values.count / 4, columns: 4, values: values)
        let map = try DirichletCalibration.fit(logs: logs, labels: golden.classes.truth.map(Int.init))
        for row in 0..<20 {
            for (label, ours) in map(Array(logs.row(row))).enumerated() {
                #expect(abs(ours - golden.dirichlet.probabilities[row * 4 + label]) < 1e-4)
            }
        }
    }

    @Test func `bins of equal mass agree with scikit-learn`() throws {
        let found = try Reliability(
            confidences: golden.calibration.p, correct: golden.calibration.seen.map { $0 == 1 }, binCount: 10,
            binning: .equalMass)
        #expect(found.bins.count == 10)
        for (bin, place) in zip(found.bins, 0...) {
            #expect(agree(try #require(bin.accuracy), golden.calibration.massTrue[place], to: 1e-12))
            #expect(agree(try #require(bin.confidence), golden.calibration.massStated[place], to: 1e-12))
            let estimate = try #require(bin.estimate())
            #expect(estimate.lower <= estimate.value && estimate.value <= estimate.upper)
        }
        #expect(agree(try #require(found.expectedCalibrationError), golden.calibration.massECE, to: 1e-12))
        let constant = try Reliability(confidences: [0.3, 0.3], correct: [true, false], binning: .equalMass)
        #expect(constant.bins.count == 1 && constant.bins[0].n == 2)
        #expect(try Reliability(confidences: [], correct: [], binning: .equalMass).expectedCalibrationError == nil)
    }

    @Test func `the parts of the Brier score add up to it, in bins and in groups of one value`() throws {
        let outcomes = golden.calibration.seen.map { $0 == 1 }
        let bins = try Reliability(
            confidences: golden.calibration.p, correct: outcomes, binCount: 10, binning: .equalMass)
        let parts = try #require(
            BrierDecomposition(probabilities: golden.calibration.p, outcomes: outcomes, bins: bins.places))
        let found = [parts.score, parts.reliability, parts.resolution, parts.uncertainty]
        for (ours, theirs) in zip(found, golden.calibration.brier) { #expect(agree(ours, theirs, to: 1e-12)) }
        let sum =
            parts.reliability - parts.resolution + parts.uncertainty + parts.withinVariance - parts.withinCovariance
        #expect(abs(sum - parts.score) < 1e-14)
        let order = try RankOrder(golden.calibration.p)
        var groups = [Int](repeating: 0, count: outcomes.count)
        for group in 0..<order.groupCount {
            for place in order.places(group) { groups[Int(order.rows[place])] = group }
        }
        let exact = try #require(
            BrierDecomposition(probabilities: golden.calibration.p, outcomes: outcomes, bins: groups))
        #expect(exact.withinVariance < 1e-25 && abs(exact.withinCovariance) < 1e-15)
        #expect(BrierDecomposition(probabilities: [], outcomes: [], bins: []) == nil)
    }

    /// Margins whose true probability is the logistic function of a third of them, in several classes.
    private func bold(_ rows: Int, classes: Int) -> (margins: Matrix, labels: [Int]) {
        var random = SplitMix64(seed: 4)
        var margins = Matrix(rows: rows, columns: classes)
        var labels: [Int] = []
        for row in 0..<rows {
            for label in 0..<classes { margins[row, label] = 3 * random.normal() }
            var left = random.uniform()
            let truth = Logistic.softmax(margins.row(row).map { $0 / 3 })
            var label = 0
            while label + 1 < classes, left >= truth[label] {
                left -= truth[label]
                label += 1
            }
            labels.append(label)
        }
        return (margins, labels)
    }

    @Test(arguments: [2, 4]) func `a planted temperature is found and every method improves on none`(
        classes: Int
    ) throws {
        let (margins, labels) = bold(3_000, classes: classes)
        let found = try CalibrationSelection(
            margins: margins, labels: labels, methods: CalibrationMethod.allCases, seed: 2)
        #expect(found.losses.count == 6)
        let before = try #require(found.losses[.none])
        for method in CalibrationMethod.allCases.dropFirst() {
            #expect(try #require(found.losses[method]) < before - 0.05, "\(method)")
        }
        if case .temperature(let temperature) = try #require(
            CalibrationMethod.temperature.fit(margins: margins, labels: labels))
        {
            #expect(abs(temperature - 3) < 0.3)
        } else {
            Issue.record("no temperature")
        }
        let probabilities = found.calibrator.probabilities(margins)
        for row in 0..<20 { #expect(abs(probabilities.row(row).reduce(0, +) - 1) < 1e-12) }
    }

    @Test func `the number of threads changes no byte`() throws {
        let (margins, labels) = bold(600, classes: 3)
        let one = try CalibrationSelection(
            margins: margins, labels: labels, methods: CalibrationMethod.allCases, seed: 2)
        let four = try CalibrationSelection(
            margins: margins, labels: labels, methods: CalibrationMethod.allCases, seed: 2, threads: 4)
        #expect(one.losses == four.losses && one.heldOut == four.heldOut && one.calibrator == four.calibrator)
    }

    @Test func `one class alone leaves probabilities as they are`() throws {
        let found = try CalibrationSelection(
            margins: Matrix(rows: 8, columns: 1, filledWith: 0.4), labels: [Int](repeating: 1, count: 8),
            methods: [.none, .beta, .isotonic], seed: 1)
        #expect(found.method == .none && found.losses.count == 1)
        #expect(throws: StatisticsError.tooFewRows(needed: 5, found: 2)) {
            try CalibrationSelection(margins: Matrix([[1], [2]]), labels: [0, 1], methods: [.none], seed: 1)
        }
    }
}
