import TandemLedger
import TandemModeling
import TandemNumerics
import TandemTabular

/// Learns a model from labels: held-out scores choose the learner and the calibration, then all labels fit the model.
///
/// Probabilities are calibrated on scores that each training label got from a model that had not seen it (nor any item of
/// equal content). Labels with the role calibrate stay untouched, so that the certificate, which is computed on them,
/// rests on labels that neither model nor calibrator has seen.
struct ModelFitting {
    /// Least number of training labels.
    static let leastRows = 10
    /// Number of parts for held-out scores; fewer for many rows, where each part is large anyway.
    static func foldCount(rows: Int) -> Int { rows > 20_000 ? 3 : 5 }

    /// A model with what its choice rested on.
    struct Fitted: Sendable {
        let artifact: ModelArtifact
        /// The calibration's name, the candidates' held-out losses, the learners' held-out losses, the number of rows.
        let calibration: JSONValue
    }

    let rows: LabeledRows
    let schema: Schema
    /// The project's labels in the order of classes; those without training labels are left out.
    let labels: [String]
    let learners: [any Learner]
    let seed: UInt64
    /// Told how far it is, from 0 to 1; throws to stop.
    let progress: (Double) throws -> Void

    /// Fits.
    /// - Throws: `Problem` when the labels do not allow it, and what `progress` throws.
    func run() throws -> Fitted {
        let classes = labels.filter(Set(rows.labels).contains)
        guard rows.count >= Self.leastRows, classes.count >= 2 else {
            throw Problem(
                .conflict, "too_few_labels",
                "A model needs at least \(Self.leastRows) settled training labels of two kinds; there are \(rows.count) "
                    + "of \(classes.count).",
                facts: ["needed": String(Self.leastRows), "found": String(rows.count), "kinds": String(classes.count)])
        }
        let frame = try rows.frame(schema)
        let folds = rows.folds(Self.foldCount(rows: rows.count), seed: seed)
        var best: Candidate?
        var losses: [String: JSONValue] = [:]
        var trouble: ModelingError?
        for (place, learner) in learners.enumerated() {
            let share = 0.8 / Double(learners.count)
            do {
                let candidate = try heldOut(learner, frame, classes, folds, from: share * Double(place), share: share)
                losses[learner.name] = .number(candidate.loss)
                if candidate.loss < (best?.loss ?? .infinity) { best = candidate }
            } catch let error as ModelingError {
                trouble = error
            }
        }
        guard let best else {
            throw Self.problem(trouble ?? .unusableData("no learner could be fitted"))
        }
        return try final(best, frame, classes, losses)
    }

    private struct Candidate {
        let learner: any Learner
        let choice: CalibrationChoice
        /// The held-out log loss under the best calibration.
        let loss: Double
    }

    /// Scores every training row by a model that did not see it, and calibrates these scores.
    private func heldOut(
        _ learner: any Learner, _ frame: Frame, _ classes: [String], _ folds: [Int], from start: Double, share: Double
    ) throws -> Candidate {
        let width = classes.count == 2 ? 1 : classes.count
        let count = (folds.max() ?? 0) + 1
        var margins = Matrix(rows: rows.count, columns: width)
        let rowLabels = rows.labels
        for fold in 0..<count {
            let inside = folds.indices.filter { folds[$0] != fold }
            let outside = folds.indices.filter { folds[$0] == fold }
            let set = try TrainingSet(
                frame: frame.rows(at: inside), labels: inside.map { rowLabels[$0] }, classes: classes)
            let model = try learner.fit(set, seed: seed) { step in
                let within = Double(step.step) / Double(max(1, step.steps))
                try progress(start + share * (Double(fold) + within) / Double(count))
            }
            let scored = model.margins(frame.rows(at: outside))
            for (place, row) in outside.enumerated() {
                for column in 0..<width { margins[row, column] = scored[place, column] }
            }
        }
        let places = Dictionary(classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let choice = try CalibrationChoice(
            margins: margins, labels: rowLabels.compactMap { places[$0] }, seed: seed)
        return Candidate(learner: learner, choice: choice, loss: choice.losses.values.min() ?? .infinity)
    }

    private func final(
        _ best: Candidate, _ frame: Frame, _ classes: [String], _ losses: [String: JSONValue]
    ) throws -> Fitted {
        do {
            let set = try TrainingSet(frame: frame, labels: rows.labels, classes: classes)
            let model = try best.learner.fit(set, seed: seed) { step in
                try progress(0.8 + 0.2 * Double(step.step) / Double(max(1, step.steps)))
            }
            let calibration: JSONValue = [
                "kind": .string(best.choice.calibration.name), "labels": JSONValue(rows.count),
                "losses": .object(best.choice.losses.mapValues(JSONValue.init(finiteOrNull:))),
                "learners": .object(losses), "on": "held_out_training_labels",
            ]
            return Fitted(artifact: model.calibrated(by: best.choice.calibration), calibration: calibration)
        } catch let error as ModelingError {
            throw Self.problem(error)
        }
    }

    static func problem(_ error: ModelingError) -> Problem { Problem(.conflict, error.code, error.description) }
}
