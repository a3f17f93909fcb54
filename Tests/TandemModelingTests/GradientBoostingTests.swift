import TandemModeling
import TandemNumerics
import TandemStatistics
import TandemTabular
import Testing

@Suite struct GradientBoostingTests {
    @Test func `the same rows and seed give the same bytes`() throws {
        let learner = GradientBoosting(rounds: 20, rowShare: 0.7, featureShare: 0.7)
        let first = try learner.fit(Synthetic.set(400, seed: 1), seed: 5)
        let second = try learner.fit(Synthetic.set(400, seed: 1), seed: 5)
        let other = try learner.fit(Synthetic.set(400, seed: 1), seed: 6)
        #expect(try first.bytes == second.bytes)
        #expect(try first.bytes != other.bytes)
    }

    @Test func `a rule without any linear part is found`() throws {
        var random = SplitMix64(seed: 2)
        func rows(_ count: Int) -> [[String: JSONValue]] {
            (0..<count).map { _ in ["a": .number(random.normal()), "b": .number(random.normal())] }
        }
        func label(_ row: [String: JSONValue]) -> String {
            (row["a"]?.number ?? 0) * (row["b"]?.number ?? 0) > 0 ? "same" : "different"
        }
        let schema = try Schema([Column("a", .number), Column("b", .number)])
        let training = rows(2_000)
        let test = rows(1_000)
        let set = try TrainingSet(frame: Frame(schema: schema, rows: training), labels: training.map(label))
        let model = try GradientBoosting().fit(set, seed: 1)
        let right = try test.count { row in
            let scores = try model.scores(row)
            return (scores[0] > scores[1]) == (label(row) == "different")
        }
        #expect(right > 950)
    }

    @Test func `missing values carry their meaning and unseen categories do not crash`() throws {
        let model = try GradientBoosting().fit(Synthetic.set(5_000, seed: 3), seed: 1)
        let row: [String: JSONValue] = ["a": 0, "b": 0, "c": "y", "noise": 0]
        let missing = try model.margins(row.filter { $0.key != "b" })[0] - model.margins(row)[0]
        #expect(missing < -1 && missing > -3)
        #expect(try model.margins(row.merging(["c": "never seen"]) { $1 })[0].isFinite)
        #expect(try model.margins([:])[0].isFinite)
    }

    @Test func `three classes get probabilities that sum to one`() throws {
        let (rows, labels) = Synthetic.rows(600, seed: 4)
        let named = zip(labels, rows).map { $1["c"] == "z" ? "other" : $0 }
        let frame = try Frame(schema: Synthetic.schema(), rows: rows)
        let model = try GradientBoosting(rounds: 30).fit(TrainingSet(frame: frame, labels: named), seed: 1)
        let scores = model.scores(frame)
        #expect(model.classes == ["no", "other", "yes"])
        var right = 0
        for row in 0..<600 {
            #expect(abs(scores.row(row).reduce(0, +) - 1) < 1e-12)
            let best = (0..<3).max { scores[row, $0] < scores[row, $1] } ?? 0
            if model.classes[best] == named[row] { right += 1 }
        }
        #expect(right > 500)
    }

    @Test func `a monotone column never lowers the margin`() throws {
        let model = try GradientBoosting(monotone: ["noise": 1]).fit(Synthetic.set(1_000, seed: 5), seed: 1)
        for a in [-1.0, 0, 1] {
            let margins = try stride(from: -3.0, through: 3, by: 0.25).map { noise in
                try model.margins(["a": .number(a), "b": 0, "c": "x", "noise": .number(noise)])[0]
            }
            for (low, high) in zip(margins, margins.dropFirst()) { #expect(low <= high) }
        }
    }

    @Test func `training can be cancelled and bad settings are refused`() throws {
        let set = try Synthetic.set(100, seed: 6)
        #expect(throws: CancellationError.self) {
            try GradientBoosting().fit(set, seed: 1) { if $0.step == 3 { throw CancellationError() } }
        }
        #expect(throws: ModelingError.badSetting("depth must be 1 to 16")) {
            try GradientBoosting(depth: 0).fit(set, seed: 1)
        }
        let empty = try TrainingSet(frame: set.frame, labels: set.labels.map { "\($0)" }, columns: [])
        #expect(throws: ModelingError.unusableData("no column says anything")) {
            try GradientBoosting().fit(empty, seed: 1)
        }
    }
}
