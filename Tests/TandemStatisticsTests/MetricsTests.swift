import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct MetricsTests {
    let classes: Golden.Classes
    let binary: Golden.Binary

    init() throws {
        let golden: Golden = try fixture("statistics")
        classes = golden.classes
        binary = golden.binary
    }

    var probabilities: Matrix { Matrix(rows: classes.truth.count, columns: 4, values: classes.probabilities) }

    @Test func `metrics of hard predictions agree with scikit-learn`() throws {
        let matrix = try ConfusionMatrix(truth: classes.truth, predicted: classes.predicted, classCount: 4)
        #expect(matrix.counts == classes.confusion)
        #expect(agree(try #require(matrix.accuracy), classes.accuracy, to: 1e-12))
        #expect(agree(try #require(matrix.macroF1), classes.macroF1, to: 1e-12))
        for (place, label) in classes.present.enumerated() {
            #expect(agree(matrix.precision(label) ?? 0, classes.precision[place], to: 1e-12))
            #expect(agree(matrix.recall(label) ?? 0, classes.recall[place], to: 1e-12))
            #expect(agree(matrix.f1(label) ?? 0, classes.f1[place], to: 1e-12))
        }
    }

    @Test func `a metric without a denominator is nil`() throws {
        let matrix = try ConfusionMatrix(truth: [0, 0], predicted: [0, 0], classCount: 2)
        #expect(matrix.precision(1) == nil && matrix.recall(1) == nil && matrix.f1(1) == nil)
        #expect(matrix.macroF1 == 1)
        #expect(ConfusionMatrix(classCount: 2).accuracy == nil)
        #expect(try RankingMetrics.rocAUC(scores: [1, 2], positive: [true, true]) == nil)
    }

    @Test func `scores of probabilities agree with scikit-learn`() throws {
        let logLoss = try #require(try ProbabilityScores.logLoss(probabilities, truth: classes.truth))
        #expect(agree(logLoss, classes.logLoss, to: 1e-12))
        let brier = try #require(try ProbabilityScores.brier(probabilities, truth: classes.truth))
        #expect(agree(brier, classes.brier, to: 1e-12))
    }

    @Test func `the calibration error agrees with the formula`() throws {
        let rows = classes.truth.indices
        let confidences = rows.map { probabilities.row($0).reduce(0, max) }
        let correct = rows.map { classes.truth[$0] == classes.predicted[$0] }
        let reliability = try Reliability(confidences: confidences, correct: correct, binCount: 15)
        #expect(agree(try #require(reliability.expectedCalibrationError), classes.ece, to: 1e-12))
        #expect(reliability.bins.reduce(0) { $0 + $1.n } == classes.truth.count)
    }

    @Test func `ranking metrics with ties agree with scikit-learn`() throws {
        let positive = binary.positive.map { $0 == 1 }
        let auc = try #require(try RankingMetrics.rocAUC(scores: binary.scores, positive: positive))
        #expect(agree(auc, binary.rocAUC, to: 1e-12))
        let area = try #require(try RankingMetrics.averagePrecision(scores: binary.scores, positive: positive))
        #expect(agree(area, binary.averagePrecision, to: 1e-12))
    }

    @Test func `bad input is refused with a typed error`() {
        #expect(throws: StatisticsError.lengthMismatch(expected: 2, found: 1)) {
            try ConfusionMatrix(truth: [0, 1], predicted: [0], classCount: 2)
        }
        #expect(throws: StatisticsError.classOutOfRange(2, classCount: 2)) {
            try ConfusionMatrix(truth: [0, 1], predicted: [0, 2], classCount: 2)
        }
        #expect(throws: StatisticsError.invalidValue(at: 1)) {
            try RankingMetrics.rocAUC(scores: [0, .nan], positive: [true, false])
        }
        #expect(throws: StatisticsError.invalidValue(at: 0)) {
            try ProbabilityScores.logLoss(Matrix([[1.5, 0]]), truth: [0])
        }
    }
}
