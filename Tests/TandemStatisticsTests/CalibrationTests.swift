import TandemNumerics
import Testing

@testable import TandemStatistics

@Suite struct CalibrationTests {
    let golden: Golden

    init() throws { golden = try fixture("statistics") }

    @Test func `isotonic regression with ties and weights agrees with scikit-learn`() throws {
        let binary = golden.binary
        let curve = try IsotonicRegression.fit(
            scores: binary.scores, outcomes: binary.positive.map(Double.init), weights: binary.weights)
        for (score, expected) in zip(binary.probe, binary.isotonic) {
            #expect(agree(try #require(curve(score)), expected, to: 1e-9))
        }
        #expect(zip(curve.x, curve.x.dropFirst()).allSatisfy { $0 < $1 })
        #expect(zip(curve.y, curve.y.dropFirst()).allSatisfy { $0 <= $1 })
    }

    @Test func `Platt's curve agrees with a general optimizer`() throws {
        let binary = golden.binary
        let (a, b) = try PlattScaling.fit(scores: binary.scores, outcomes: binary.positive.map { $0 == 1 })
        #expect(agree(a, binary.platt[0], to: 1e-6))
        #expect(agree(b, binary.platt[1], to: 1e-6))
    }

    @Test func `Platt's curve stays finite on separable and on constant scores`() throws {
        let separable = try PlattScaling.fit(scores: [-2, -1, 1, 2], outcomes: [false, false, true, true])
        #expect(separable.a < 0 && separable.a.isFinite && separable.b.isFinite)
        let constant = try PlattScaling.fit(scores: [1, 1, 1, 1], outcomes: [false, true, true, true])
        #expect(constant.a.isFinite && constant.b.isFinite)
    }

    @Test func `the temperature agrees with a general optimizer`() throws {
        let classes = golden.classes
        let logits = Matrix(rows: classes.truth.count, columns: 4, values: classes.logits)
        #expect(agree(try TemperatureScaling.fit(logits: logits, labels: classes.truth), classes.temperature, to: 1e-5))
    }

    @Test func `a temperature without an optimum is the end of the range`() throws {
        #expect(try TemperatureScaling.fit(logits: Matrix([[2, 0], [0, 3]]), labels: [0, 1]) == 0.01)
        #expect(try TemperatureScaling.fit(logits: Matrix([[2, 0], [0, 3]]), labels: [1, 0]) == 100)
    }

    @Test func `calibrators refuse rows that are no numbers`() {
        #expect(throws: StatisticsError.invalidValue(at: 1)) {
            try IsotonicRegression.fit(scores: [0, .nan], outcomes: [0, 1])
        }
        #expect(throws: StatisticsError.tooFewRows(needed: 1, found: 0)) {
            try PlattScaling.fit(scores: [], outcomes: [])
        }
        #expect(throws: StatisticsError.classOutOfRange(2, classCount: 2)) {
            try TemperatureScaling.fit(logits: Matrix([[1, 2]]), labels: [2])
        }
    }
}
