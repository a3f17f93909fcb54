import TandemNumerics
import TandemTabular
import Testing

@testable import TandemModeling

@Suite struct TreeEnsembleTests {
    @Test func `models saved by Python's XGBoost predict the same`() throws {
        let cases = try #require(try Fixture.load("xgboost").array)
        #expect(cases.count == 2)
        for golden in cases {
            let ensemble = try TreeEnsemble(xgboost: try #require(golden["model"]))
            let rows = try #require(golden["rows"]?.array)
            let margins = try #require(golden["margins"]?.array)
            for (row, expected) in zip(rows, margins) {
                var encoded = SparseRow()
                for (place, value) in (row.array ?? []).enumerated() {
                    if let number = value.number { encoded.append(place, number) }
                }
                let theirs = try #require(expected.array).compactMap(\.number)
                let ours = ensemble.margins(encoded)
                #expect(ours.count == theirs.count)
                for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-6) }
            }
        }
    }

    @Test(arguments: [2, 3]) func `our margins equal libxgboost's, missing values included`(classes: Int) throws {
        let (rows, labels) = Synthetic.rows(800, seed: 7)
        let frame = try Frame(schema: Synthetic.schema(), rows: rows)
        let named = classes == 2 ? labels : zip(labels, rows).map { $1["c"] == "z" ? "other" : $0 }
        let set = try TrainingSet(frame: frame, labels: named)
        let (training, encoder) = try GradientBoosting().prepare(set, seed: 3)
        for round in 0..<40 { try training.update(round: round) }
        let ensemble = try TreeEnsemble(xgboost: training.json())
        let theirs = try training.trainingMargins()
        let ours = ensemble.margins(encoder.encode(frame))
        #expect(theirs.count == ours.values.count)
        for (a, b) in zip(ours.values, theirs) { #expect(abs(a - Double(b)) <= 1e-6) }
        for row in 0..<50 {
            #expect(ensemble.margins(encoder.encode(frame).row(row)) == Array(ours.row(row)))
        }
    }

    @Test func `an ensemble survives its JSON bit for bit`() throws {
        let golden = try #require(try Fixture.load("xgboost")[1]?["model"])
        let ensemble = try TreeEnsemble(xgboost: golden)
        let bytes = try ensemble.json.canonicalBytes
        #expect(try TreeEnsemble(json: JSONValue(parsing: bytes)) == ensemble)
    }

    @Test func `base scores are read in both spellings`() throws {
        var model = try #require(try Fixture.load("xgboost")[0]?["model"])
        let plain = try TreeEnsemble(xgboost: model)
        #expect(abs(Double(plain.bases[0]) - -0.8472979) < 1e-6)
        var learner = try #require(model["learner"])
        var parameters = try #require(learner["learner_model_param"])
        parameters["base_score"] = "[3E-1]"
        learner["learner_model_param"] = parameters
        model["learner"] = learner
        #expect(try TreeEnsemble(xgboost: model) == plain)
    }

    @Test func `broken ensembles are refused instead of walked`() throws {
        let leaf = TreeEnsemble.Node(feature: -1, value: 1, left: 0, right: 0, missing: 0, cover: 1)
        func split(_ left: Int32, _ right: Int32, feature: Int32 = 0) -> TreeEnsemble.Node {
            TreeEnsemble.Node(feature: feature, value: 0, left: left, right: right, missing: left, cover: 2)
        }
        func make(_ nodes: [TreeEnsemble.Node], roots: [Int32] = [0], margins: [Int32] = [0]) throws {
            _ = try TreeEnsemble(nodes: nodes, roots: roots, margins: margins, bases: [0], featureCount: 1)
        }
        try make([split(1, 2), leaf, leaf])
        #expect(throws: ModelingError.self) { try make([split(0, 1), leaf]) }
        #expect(throws: ModelingError.self) { try make([split(1, 3), leaf, leaf]) }
        #expect(throws: ModelingError.self) { try make([split(1, 2, feature: 1), leaf, leaf]) }
        #expect(throws: ModelingError.self) { try make([leaf], roots: [1]) }
        #expect(throws: ModelingError.self) { try make([leaf], margins: [1]) }
        #expect(throws: ModelingError.self) { try TreeEnsemble(xgboost: ["learner": [:]]) }
    }
}
