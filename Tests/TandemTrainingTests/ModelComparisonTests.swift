import TandemNumerics
import TandemStatistics
import Testing

@testable import TandemTraining

/// What scripts/reference/training.py writes.
private struct Case: Decodable {
    struct Metric: Decodable {
        let before: Double
        let after: Double
        let difference: [Double]
        let spread: Double
        let relative: [Double]
        let relativeSpread: Double
    }

    let classes: Int
    let truth: [Int]
    let before: [Double]
    let after: [Double]
    let metrics: [String: Metric]
    let mcnemar: Double
    let discordant: [Int]

    func predictions(_ probabilities: [Double]) throws -> ModelPredictions {
        try ModelPredictions(
            probabilities: Matrix(rows: truth.count, columns: classes, values: probabilities), truth: truth)
    }
}

@Suite struct ModelComparisonTests {
    @Test func `differences and intervals agree with NumPy up to resampling noise`() throws {
        let cases: [Case] = try fixture("comparison")
        for one in cases {
            let comparison = try ModelComparison(
                truth: one.truth, classCount: one.classes, seed: 5, replicates: 4_000)
            let report = try comparison.compare(
                before: one.predictions(one.before), after: one.predictions(one.after))
            #expect(Set(report.metrics.map(\.metric.name)) == Set(one.metrics.keys) && report.n == one.truth.count)
            for ours in report.metrics {
                let expected = try #require(one.metrics[ours.metric.name])
                #expect(agree(ours.before, expected.before, to: 1e-9) && agree(ours.after, expected.after, to: 1e-9))
                #expect(agree(ours.difference.value, expected.after - expected.before, to: 1e-9))
                #expect(abs(ours.difference.lower - expected.difference[0]) < 0.2 * expected.spread)
                #expect(abs(ours.difference.upper - expected.difference[1]) < 0.2 * expected.spread)
                let relative = try #require(ours.relativePercent)
                #expect(agree(relative.value, 100 * (ours.after / ours.before - 1), to: 1e-9))
                #expect(abs(relative.lower - expected.relative[0]) < 0.2 * expected.relativeSpread)
                #expect(abs(relative.upper - expected.relative[1]) < 0.2 * expected.relativeSpread)
            }
            #expect(agree(report.mcNemar.exact, one.mcnemar, to: 1e-9))
            #expect([report.mcNemar.onlyFirst, report.mcNemar.onlySecond] == one.discordant)
        }
    }

    @Test func `a model is no improvement on itself`() throws {
        let truth = (0..<100).map { $0 % 2 }
        let model = ModelPredictions(
            labels: truth.enumerated().map { $0.offset % 10 == 0 ? 1 - $0.element : $0.element })
        let report = try ModelComparison(truth: truth, classCount: 2, seed: 1).compare(before: model, after: model)
        #expect(report.metrics.count == 3)
        for metric in report.metrics {
            #expect(metric.difference.lower == 0 && metric.difference.upper == 0)
            #expect(!metric.isImprovement && !metric.isHarm)
        }
        #expect(report.mcNemar.exact == 1)
    }

    @Test func `a clearly better model is an improvement and the reverse a harm`() throws {
        let truth = (0..<200).map { $0 % 2 }
        let poor = ModelPredictions(labels: truth.enumerated().map { $0.offset % 3 == 0 ? 1 - $0.element : $0.element })
        let good = ModelPredictions(labels: truth)
        let comparison = try ModelComparison(truth: truth, classCount: 2, seed: 1)
        let up = try comparison.compare(before: poor, after: good)
        let down = try comparison.compare(before: good, after: poor)
        #expect(up.metrics.allSatisfy { $0.isImprovement && !$0.isHarm } && up.mcNemar.exact < 1e-6)
        #expect(down.metrics.allSatisfy { $0.isHarm && !$0.isImprovement })
        #expect(try comparison.compare(before: poor, after: good) == up)
    }

    @Test func `a lower log loss is the better one`() throws {
        let truth = [Int](repeating: 0, count: 50)
        func sure(_ p: Double) throws -> ModelPredictions {
            try ModelPredictions(
                probabilities: Matrix(rows: 50, columns: 2, values: (0..<50).flatMap { _ in [p, 1 - p] }), truth: truth)
        }
        let report = try ModelComparison(truth: truth, classCount: 2, seed: 1)
            .compare(before: sure(0.6), after: sure(0.9), metrics: [.logLoss, .f1(label: 7)])
        #expect(report.metrics.map(\.metric) == [.logLoss])
        #expect(report.metrics.allSatisfy { $0.isImprovement })
    }

    @Test func `what was zero before has no relative improvement`() throws {
        let truth = [Int](repeating: 1, count: 40)
        let report = try ModelComparison(truth: truth, classCount: 2, seed: 1).compare(
            before: ModelPredictions(labels: [Int](repeating: 0, count: 40)), after: ModelPredictions(labels: truth),
            metrics: [.accuracy])
        #expect(report.metrics.count == 1 && report.metrics.allSatisfy { $0.relativePercent == nil })
    }

    @Test func `predictions that do not fit the items are refused`() throws {
        #expect(throws: StatisticsError.tooFewRows(needed: 1, found: 0)) {
            try ModelComparison(truth: [], classCount: 2, seed: 1)
        }
        #expect(throws: StatisticsError.classOutOfRange(3, classCount: 2)) {
            try ModelComparison(truth: [3], classCount: 2, seed: 1)
        }
        let comparison = try ModelComparison(truth: [0, 1], classCount: 2, seed: 1)
        #expect(throws: StatisticsError.lengthMismatch(expected: 2, found: 1)) {
            try comparison.compare(before: ModelPredictions(labels: [0]), after: ModelPredictions(labels: [0, 1]))
        }
        #expect(throws: StatisticsError.classOutOfRange(5, classCount: 2)) {
            try comparison.compare(before: ModelPredictions(labels: [0, 1]), after: ModelPredictions(labels: [0, 5]))
        }
    }
}
