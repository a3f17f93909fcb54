import TandemModeling
import TandemNumerics
import TandemTabular
import Testing

@Suite struct CalibrationTests {
    @Test func `each kind maps margins as its formula says`() {
        #expect(Calibration.none.probabilities([0]) == [0.5, 0.5])
        #expect(abs(Calibration.temperature(2).probabilities([4])[1] - 1 / (1 + 0.1353352832366127)) < 1e-12)
        #expect(abs(Calibration.platt(a: -2, b: 1).probabilities([0.5])[1] - 0.5) < 1e-12)
        let curve = Calibration.isotonic(x: [0.25, 0.75], y: [0.1, 0.5])
        #expect(abs(curve.probabilities([0])[1] - 0.3) < 1e-12)
        #expect(curve.probabilities([-50])[1] == 0.1)
        let three = Calibration.temperature(10).probabilities([10, 0, 0])
        #expect(abs(three[0] - 0.5761168847658291) < 1e-12)
        #expect(abs(three.reduce(0, +) - 1) < 1e-12)
    }

    @Test func `extreme margins stay probabilities`() {
        for kind in [Calibration.none, .platt(a: -1, b: 0), .temperature(0.01), .isotonic(x: [0], y: [0.5])] {
            for margin in [-1e4, -800, 800, 1e4] {
                let probabilities = kind.probabilities([margin])
                #expect(probabilities.allSatisfy { $0 >= 0 && $0 <= 1 })
            }
        }
    }

    @Test func `every kind survives its JSON and damage is refused`() throws {
        for kind in [Calibration.none, .platt(a: -1.5, b: 0.1), .temperature(2), .isotonic(x: [0, 1], y: [0.1, 0.9])] {
            #expect(try Calibration(json: kind.json) == kind)
        }
        #expect(throws: ModelingError.self) { try Calibration(json: ["kind": "isotonic", "x": [0, 0], "y": [0, 1]]) }
        #expect(throws: ModelingError.self) { try Calibration(json: ["kind": "isotonic", "x": [0, 1], "y": [1, 0]]) }
        #expect(throws: ModelingError.self) { try Calibration(json: ["kind": "temperature", "temperature": 0]) }
        #expect(throws: ModelingError.self) { try Calibration(json: ["kind": "magic"]) }
    }

    /// Margins whose true probability is what `truth` says.
    private func planted(_ count: Int, seed: UInt64, truth: (Double) -> Double) -> (margins: Matrix, labels: [Int]) {
        var random = SplitMix64(seed: seed)
        let margins = (0..<count).map { _ in random.normal() * 3 }
        let labels = margins.map { random.uniform() < truth($0) ? 1 : 0 }
        return (Matrix(rows: count, columns: 1, values: margins), labels)
    }

    @Test func `overconfident margins are cooled and honest ones left alone`() throws {
        let bold = planted(4_000, seed: 1) { Calibrated.logistic($0 / 3) }
        let choice = try CalibrationChoice(margins: bold.margins, labels: bold.labels, seed: 1)
        let cooled = choice.calibration.probabilities([3])[1]
        #expect(abs(cooled - Calibrated.logistic(1)) < 0.04)
        #expect((choice.losses[choice.calibration.name] ?? 9) < (choice.losses["none"] ?? 0) - 0.05)
        #expect(choice.losses.count == 4)
        let honest = planted(4_000, seed: 2, truth: Calibrated.logistic)
        let kept = try CalibrationChoice(margins: honest.margins, labels: honest.labels, seed: 1).calibration
        #expect(abs(kept.probabilities([1])[1] - Calibrated.logistic(1)) < 0.04)
    }

    @Test func `a bent curve is won by isotonic regression`() throws {
        let bent = planted(6_000, seed: 3) { $0 < 0 ? 0.1 : $0 < 3 ? 0.6 : 0.7 }
        let choice = try CalibrationChoice(margins: bent.margins, labels: bent.labels, seed: 1)
        #expect(choice.calibration.name == "isotonic")
        #expect(abs(choice.calibration.probabilities([1.5])[1] - 0.6) < 0.06)
    }

    @Test func `no calibration claims certainty and the ranks stay`() throws {
        let clean = planted(300, seed: 4) { $0 > 0 ? 1 : 0 }
        let choice = try CalibrationChoice(margins: clean.margins, labels: clean.labels, seed: 1)
        let probabilities = stride(from: -9.0, through: 9, by: 0.5).map { choice.calibration.probabilities([$0])[1] }
        #expect(probabilities.allSatisfy { $0 > 0 && $0 < 1 })
        for (low, high) in zip(probabilities, probabilities.dropFirst()) { #expect(low <= high) }
    }

    @Test func `one class alone, or too few rows, is handled`() throws {
        let margins = Matrix(rows: 10, columns: 1, values: (0..<10).map(Double.init))
        let choice = try CalibrationChoice(margins: margins, labels: [Int](repeating: 1, count: 10), seed: 1)
        #expect(choice.losses["isotonic"] == nil)
        #expect(throws: ModelingError.self) {
            try CalibrationChoice(margins: Matrix([[1], [2]]), labels: [0, 1], seed: 1)
        }
        #expect(throws: ModelingError.self) {
            try CalibrationChoice(margins: margins, labels: [Int](repeating: 2, count: 10), seed: 1)
        }
    }
}
