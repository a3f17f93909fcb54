import TandemLedger
import TandemModeling
import TandemNumerics
import TandemRegistry
import TandemStatistics
import TandemTabular

/// Judges a model on frozen labels, as a whole and in each group of the project's fairness column.
struct ModelEvaluation {
    /// Most groups that are told apart; a column with more is no grouping.
    static let mostGroups = 20

    let model: ModelID
    let artifact: ModelArtifact
    let rows: LabeledRows
    let schema: Schema
    /// All labels of the question, in the order that indices mean.
    let labels: [String]
    let positiveLabel: String?
    let fairnessColumn: String?

    /// Judges the model on the rows.
    /// - Parameters:
    ///   - hash: the hash of the frozen set.
    ///   - now: the present moment.
    /// - Returns: the evaluation, its answers in the order of items.
    /// - Throws: `Problem` when an item does not fit the columns any more.
    func run(hash: String, at now: Instant) throws -> Evaluation {
        let scores = artifact.scores(try rows.frame(schema))
        let places = Dictionary(labels.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let classPlaces = artifact.classes.map { places[$0] ?? 0 }
        var answers: [Answer] = []
        for (row, entry) in rows.rows.enumerated() {
            guard let truth = places[entry.label] else { continue }
            var given = [Double](repeating: 0, count: labels.count)
            for (column, place) in classPlaces.enumerated() { given[place] = scores[row, column] }
            answers.append(Answer(row: row, truth: truth, predicted: Self.largest(given), given: given))
        }
        var slices = [try slice("all", answers)]
        if let fairnessColumn { slices += try groups(fairnessColumn, answers) }
        let predictions = answers.map { answer in
            ItemPrediction(
                item: rows.rows[answer.row].item, truth: answer.truth, predicted: answer.predicted,
                probability: answer.given[answer.truth])
        }
        return Evaluation(
            model: model, hash: hash, labels: labels, slices: slices,
            predictions: predictions.sorted { $0.item < $1.item }, createdAt: now)
    }

    private struct Answer {
        let row: Int
        let truth: Int
        let predicted: Int
        /// The probability of each label.
        let given: [Double]
    }

    /// The place of the largest value, the first of equals.
    static func largest(_ values: [Double]) -> Int {
        values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    }

    private func groups(_ column: String, _ answers: [Answer]) throws -> [EvaluationSlice] {
        let grouped = Dictionary(grouping: answers) { Self.name(rows.contents[$0.row][column]) }
        guard grouped.count <= Self.mostGroups else { return [] }
        return try grouped.sorted { $0.key < $1.key }.map { try slice("\(column)=\($0.key)", $0.value) }
    }

    private static func name(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: "missing"
        case .string(let text): text
        case .some(let other): (try? other.canonicalString) ?? "other"
        }
    }

    private func slice(_ name: String, _ answers: [Answer]) throws -> EvaluationSlice {
        let confusion = try ConfusionMatrix(
            truth: answers.map(\.truth), predicted: answers.map(\.predicted), classCount: labels.count)
        var metrics: [String: Double] = [:]
        metrics["accuracy"] = confusion.accuracy
        metrics["macro_f1"] = confusion.macroF1
        if let place = positiveLabel.flatMap(labels.firstIndex(of:)) {
            metrics["f1"] = confusion.f1(place)
            metrics["precision"] = confusion.precision(place)
            metrics["recall"] = confusion.recall(place)
            metrics["auc"] = try RankingMetrics.rocAUC(
                scores: answers.map { $0.given[place] }, positive: answers.map { $0.truth == place })
        }
        if !answers.isEmpty {
            let given = Matrix(answers.map(\.given))
            metrics["log_loss"] = try ProbabilityScores.logLoss(given, truth: answers.map(\.truth))
            metrics["calibration_error"] =
                try Reliability(
                    confidences: answers.map { $0.given[$0.predicted] },
                    correct: answers.map { $0.truth == $0.predicted }
                ).expectedCalibrationError
        }
        return EvaluationSlice(name: name, n: answers.count, metrics: metrics, counts: confusion.counts)
    }
}
