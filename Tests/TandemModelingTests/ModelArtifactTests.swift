import TandemModeling
import TandemNumerics
import TandemTabular
import Testing

@Suite struct ModelArtifactTests {
    private func models() throws -> [ModelArtifact] {
        let set = try Synthetic.set(300, seed: 1)
        return [
            try LogisticRegression().fit(set, seed: UInt64.max).calibrated(by: .platt(a: -0.9, b: 0.1)),
            try GradientBoosting(rounds: 10).fit(set, seed: 2).calibrated(
                by: .isotonic(x: [0.2, 0.8], y: [0.1, 0.9])),
        ]
    }

    @Test func `bytes read back as the same model with the same bytes`() throws {
        for model in try models() {
            let bytes = try model.bytes
            let read = try ModelArtifact(bytes: bytes)
            #expect(read == model)
            #expect(try read.bytes == bytes)
        }
    }

    @Test func `damaged bytes are refused`() throws {
        for model in try models() {
            let bytes = try model.bytes
            #expect(throws: ModelingError.self) { try ModelArtifact(bytes: bytes.dropLast()) }
            let text = String(decoding: bytes, as: UTF8.self)
            let renamed = text.replacing("tandem-model/1", with: "tandem-model/9")
            #expect(throws: ModelingError.unreadable("format tandem-model/9")) {
                try ModelArtifact(bytes: Array(renamed.utf8))
            }
            var json = model.json
            json["classes"] = ["a", "b", "c"]
            #expect(throws: ModelingError.self) { try ModelArtifact(json: json) }
        }
    }

    @Test func `single rows, batches and frames score alike`() throws {
        let (rows, _) = Synthetic.rows(100, seed: 9)
        let frame = try Frame(schema: Synthetic.schema(), rows: rows)
        for model in try models() {
            let scores = model.scores(frame)
            #expect(try model.scores(rows: rows) == scores)
            for (index, row) in rows.enumerated() { #expect(try model.scores(row) == Array(scores.row(index))) }
        }
    }

    @Test func `a wrong type in a batch names its row`() throws {
        let model = try models()[0]
        let error = #expect(throws: RowProblem.self) { try model.scores(rows: [["a": 1], ["a": "many"]]) }
        #expect(error?.line == 2)
        #expect(error?.column == "a")
    }

    @Test func `a model is calibrated on rows it has not seen`() throws {
        let bold = try LogisticRegression(inversePenalty: 1e4).fit(Synthetic.set(40, seed: 3), seed: 1)
        let (rows, labels) = Synthetic.rows(2_000, seed: 4)
        let frame = try Frame(schema: Synthetic.schema(), rows: rows)
        let (model, choice) = try bold.calibrated(on: frame, labels: labels, seed: 1)
        #expect(model.calibration == choice.calibration)
        #expect(model.margins(frame) == bold.margins(frame))
        #expect(throws: ModelingError.self) { try bold.calibrated(on: frame, labels: ["maybe"], seed: 1) }
    }
}
