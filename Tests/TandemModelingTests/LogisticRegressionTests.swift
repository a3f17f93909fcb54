import TandemNumerics
import TandemTabular
import Testing

@testable import TandemModeling

@Suite struct LogisticRegressionTests {
    @Test func `coefficients and probabilities equal scikit-learn's`() throws {
        let cases = try #require(try Fixture.load("logistic").array)
        #expect(cases.count == 4)
        for golden in cases {
            let x = try #require(golden["x"]?.array).map { $0.array?.compactMap(\.number) ?? [] }
            let labels = try #require(golden["y"]?.array).compactMap(\.int).map { "\($0)" }
            let schema = try Schema((0..<4).map { Column("x\($0)", .number) })
            let rows = x.map { row in
                Dictionary(uniqueKeysWithValues: row.enumerated().map { ("x\($0)", JSONValue.number($1)) })
            }
            let learner = LogisticRegression(
                inversePenalty: try #require(golden["c"]?.number),
                classWeights: golden["balanced"] == true ? .balanced : .none, tolerance: 1e-9)
            let frame = try Frame(schema: schema, rows: rows)
            let model = try learner.fit(TrainingSet(frame: frame, labels: labels), seed: 1)
            guard case .linear(let linear) = model.body else {
                Issue.record("not linear")
                return
            }
            try compare(linear.weights.values, golden["coefficients"])
            try compareUpToShift(linear.intercepts, golden["intercepts"])
            try compare(model.scores(frame).values, golden["probabilities"])
        }
    }

    private func compare(_ ours: [Double], _ golden: JSONValue?) throws {
        let theirs = try #require(golden?.array).flatMap { $0.array?.compactMap(\.number) ?? [] }
        #expect(ours.count == theirs.count)
        for (a, b) in zip(ours, theirs) { #expect(abs(a - b) < 1e-5) }
    }

    /// Several intercepts are free up to one constant, which no probability shows.
    private func compareUpToShift(_ ours: [Double], _ golden: JSONValue?) throws {
        let theirs = try #require(golden?.array).compactMap(\.number)
        #expect(ours.count == theirs.count)
        let shift = ours.count == 1 ? 0 : zip(ours, theirs).reduce(0) { $0 + $1.0 - $1.1 } / Double(ours.count)
        for (a, b) in zip(ours, theirs) { #expect(abs(a - b - shift) < 1e-5) }
    }

    @Test func `a planted rule is found, missing values and categories included`() throws {
        let model = try LogisticRegression(inversePenalty: 100).fit(Synthetic.set(20_000, seed: 1), seed: 1)
        func margin(_ row: [String: JSONValue]) throws -> Double { try model.margins(row)[0] }
        let origin: [String: JSONValue] = ["a": 0, "b": 0, "c": "y", "noise": 0]
        #expect(abs(try margin(origin)) < 0.2)
        #expect(abs(try margin(origin.merging(["a": 1]) { $1 }) - margin(origin) - 2) < 0.2)
        #expect(abs(try margin(origin.merging(["b": 1]) { $1 }) - margin(origin) + 1) < 0.2)
        #expect(abs(try margin(origin.merging(["c": "x"]) { $1 }) - margin(origin) - 1.5) < 0.2)
        #expect(abs(try margin(origin.merging(["noise": 1]) { $1 }) - margin(origin)) < 0.1)
        #expect(abs(try margin(origin.filter { $0.key != "b" }) - margin(origin) + 2) < 0.4)
        #expect(try margin(origin.merging(["c": "never seen"]) { $1 }).isFinite)
    }

    @Test func `Newton's method and L-BFGS find the same minimum`() throws {
        let set = try Synthetic.set(500, seed: 2)
        let encoder = FeatureEncoder.fit(set.frame)
        let loss = LogisticLoss(
            rows: encoder.encode(set.frame), labels: set.labels, weights: set.weights, margins: 1, penalty: 1)
        var search = LBFGS()
        search.gradientTolerance = 1e-10
        let outcome = search.minimize(from: [Double](repeating: 0, count: loss.parameterCount), loss.evaluate)
        #expect(outcome.isConverged)
        guard case .linear(let linear) = try LogisticRegression(tolerance: 1e-10).fit(set, seed: 1).body else { return }
        for (a, b) in zip(linear.weights.values + linear.intercepts, outcome.point) { #expect(abs(a - b) < 1e-6) }
    }

    @Test func `the gradient is that of the loss`() throws {
        var random = SplitMix64(seed: 3)
        let set = try Synthetic.set(60, seed: 3)
        let rows = FeatureEncoder.fit(set.frame).encode(set.frame)
        for margins in [1, 3] {
            let labels = set.labels.map { margins == 1 ? $0 : ($0 + random.below(2)) }
            let weights = labels.map { _ in random.uniform() }
            let loss = LogisticLoss(rows: rows, labels: labels, weights: weights, margins: margins, penalty: 0.7)
            var point = (0..<loss.parameterCount).map { _ in random.normal() }
            var gradient = point
            var ignored = point
            _ = loss.evaluate(point, &gradient)
            for index in point.indices {
                let kept = point[index]
                point[index] = kept + 1e-5
                let above = loss.evaluate(point, &ignored)
                point[index] = kept - 1e-5
                let below = loss.evaluate(point, &ignored)
                point[index] = kept
                #expect(abs((above - below) / 2e-5 - gradient[index]) < 1e-7)
            }
        }
    }

    @Test func `a weight of two is the same as the row twice`() throws {
        let set = try Synthetic.set(200, seed: 4)
        let labels = set.labels.map { set.classes[$0] }
        let doubled = Array(0..<200) + Array(0..<50)
        let twice = try TrainingSet(frame: set.frame.rows(at: doubled), labels: doubled.map { labels[$0] })
        let weights = (0..<200).map { $0 < 50 ? 2.0 : 1.0 }
        let weighted = try TrainingSet(frame: set.frame, labels: labels, weights: weights)
        // The encoder's means see rows, not weights: compare the losses over one encoding.
        let encoder = FeatureEncoder.fit(set.frame)
        func minimum(_ set: TrainingSet) -> [Double] {
            let loss = LogisticLoss(
                rows: encoder.encode(set.frame), labels: set.labels, weights: set.weights, margins: 1, penalty: 1)
            return LBFGS().minimize(from: [Double](repeating: 0, count: loss.parameterCount), loss.evaluate).point
        }
        for (a, b) in zip(minimum(twice), minimum(weighted)) { #expect(abs(a - b) < 1e-6) }
    }

    @Test func `perfectly separable rows give a finite model`() throws {
        let schema = try Schema([Column("x", .number)])
        let rows: [[String: JSONValue]] = (0..<20).map { ["x": .number(Double($0))] }
        let labels = (0..<20).map { $0 < 10 ? "low" : "high" }
        let set = try TrainingSet(frame: Frame(schema: schema, rows: rows), labels: labels, classes: ["low", "high"])
        let model = try LogisticRegression(inversePenalty: 1e6).fit(set, seed: 1)
        let scores = model.scores(set.frame)
        for row in 0..<20 { #expect((scores[row, 1] > 0.5) == (row >= 10)) }
        #expect(scores.values.allSatisfy { $0.isFinite })
    }

    @Test func `training can be cancelled and bad data is refused`() throws {
        let set = try Synthetic.set(100, seed: 5)
        #expect(throws: CancellationError.self) {
            try LogisticRegression().fit(set, seed: 1) { _ in throw CancellationError() }
        }
        #expect(throws: ModelingError.badSetting("the inverse penalty must be positive")) {
            try LogisticRegression(inversePenalty: 0).fit(set, seed: 1)
        }
        #expect(throws: ModelingError.self) { try TrainingSet(frame: set.frame, labels: ["a"]) }
        #expect(throws: ModelingError.self) {
            try TrainingSet(frame: set.frame, labels: [String](repeating: "a", count: 100))
        }
        #expect(throws: ModelingError.notConverged(iterations: 1)) {
            try LogisticRegression(maximumIterations: 1).fit(set, seed: 1)
        }
    }
}
