import TandemModeling
import TandemNumerics
import TandemStatistics
import TandemTabular
import TandemValidation
import Testing

@Suite struct ExponentiatedGradientTests {
    /// Two groups whose scores differ, so that a plain model selects one far more often.
    private func data(_ n: Int) throws -> (frame: Frame, truth: [Bool], grouping: Grouping) {
        var random = SplitMix64(seed: 11)
        var rows: [[String: JSONValue]] = []
        var truth: [Bool] = []
        var codes: [Int32] = []
        for _ in 0..<n {
            let group = random.below(2)
            let x = random.normal() + Double(group)
            rows.append(["x": .number(x), "z": .number(random.normal()), "g": .number(Double(group))])
            truth.append(x + 0.5 * random.normal() > 0.5)
            codes.append(Int32(group))
        }
        let schema = try Schema([Column("x", .number), Column("z", .number), Column("g", .number)])
        return (
            try Frame(schema: schema, rows: rows), truth,
            Grouping([("g", Codes(codes: codes, names: ["a", "b"]))])
        )
    }

    private func gap(
        _ probabilities: [Double], _ constraint: ThresholdConstraint, _ truth: [Bool], _ grouping: Grouping
    )
        -> Double
    {
        var counts = [OutcomeCounts](repeating: OutcomeCounts(), count: grouping.count)
        for row in truth.indices {
            counts[Int(grouping.codes[row])].add(truth: truth[row], predicted: true, weight: probabilities[row])
            counts[Int(grouping.codes[row])].add(truth: truth[row], predicted: false, weight: 1 - probabilities[row])
        }
        return constraint.gap(counts)
    }

    @Test func `the limit holds on the training rows although the plain model is far beyond it`() throws {
        let (frame, truth, grouping) = try data(2_000)
        for (constraint, threshold): (ExponentiatedGradient.Constraint, ThresholdConstraint) in [
            (.demographicParity, .demographicParity), (.equalizedOdds, .equalizedOdds),
        ] {
            let set = try TrainingSet(frame: frame, labels: truth.map { $0 ? "1" : "0" }, classes: ["0", "1"])
            let plain = try LogisticRegression().fit(set, seed: 1).scores(frame)
            let before = (0..<frame.rowCount).map { plain[$0, 1] > 0.5 ? 1.0 : 0 }
            let mixture = try ExponentiatedGradient(constraint: constraint, slack: 0.02).fit(
                frame, truth: truth, grouping: grouping, learner: LogisticRegression(), seed: 1)
            let after = mixture.probabilities(frame)
            // Each group within 0.02 of all: at most 0.04 apart.
            #expect(gap(after, threshold, truth, grouping) <= 0.04 + 1e-6)
            #expect(gap(before, threshold, truth, grouping) > 0.08)
            #expect(mixture.count >= 1 && after.allSatisfy { $0 >= 0 && $0 <= 1 + 1e-12 })
        }
    }

    @Test func `rows of one label are refused`() throws {
        let (frame, truth, grouping) = try data(50)
        #expect(throws: ModelingError.self) {
            _ = try ExponentiatedGradient(constraint: .demographicParity).fit(
                frame, truth: truth.map { _ in true }, grouping: grouping, learner: LogisticRegression(), seed: 1)
        }
    }
}
