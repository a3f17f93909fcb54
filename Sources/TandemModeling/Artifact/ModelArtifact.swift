import TandemNumerics
import TandemTabular

/// A trained model with all that live prediction needs: encoder, model, calibration, and how it was made.
public struct ModelArtifact: Predictor, Hashable {
    /// The model proper.
    public enum Body: Sendable, Hashable {
        /// Weighted sums of encoded features.
        case linear(LinearModel)
        /// A sum of trees.
        case trees(TreeEnsemble)
    }

    /// The classes, in the order of the columns of `scores`.
    public let classes: [String]
    /// How columns become numbers.
    public let encoder: FeatureEncoder
    /// The model proper.
    public let body: Body
    /// How margins become probabilities.
    public let calibration: Calibration
    /// Name of the learner.
    public let learner: String
    /// The learner's settings.
    public let settings: JSONValue
    /// The seed it was trained with.
    public let seed: UInt64

    /// An artifact from its parts.
    public init(
        classes: [String], encoder: FeatureEncoder, body: Body, calibration: Calibration = .none, learner: String,
        settings: JSONValue, seed: UInt64
    ) {
        self.classes = classes
        self.encoder = encoder
        self.body = body
        self.calibration = calibration
        self.learner = learner
        self.settings = settings
        self.seed = seed
    }

    /// The columns the model looks at.
    public var columns: [Column] { encoder.columns }

    /// The same model with another calibration.
    public func calibrated(by calibration: Calibration) -> ModelArtifact {
        ModelArtifact(
            classes: classes, encoder: encoder, body: body, calibration: calibration, learner: learner,
            settings: settings, seed: seed)
    }

    /// The same model with the calibration that does best on rows it has not learned from.
    ///
    /// - Parameters:
    ///   - frame: the calibration rows.
    ///   - labels: their classes.
    ///   - seed: decides the folds of the comparison.
    /// - Returns: the calibrated model and how the candidates did.
    /// - Throws: `ModelingError.unusableData` for labels the model does not know or too few rows.
    public func calibrated(
        on frame: Frame, labels: [String], seed: UInt64
    ) throws(ModelingError) -> (
        model: ModelArtifact, choice: CalibrationChoice
    ) {
        let places = Dictionary(classes.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let codes = labels.compactMap { places[$0] }
        guard codes.count == labels.count else { throw .unusableData("a label is none of the model's classes") }
        let choice = try CalibrationChoice(margins: margins(frame), labels: codes, seed: seed)
        return (calibrated(by: choice.calibration), choice)
    }

    /// Uncalibrated margins of all rows: one column for two classes, else one a class.
    public func margins(_ frame: Frame) -> Matrix {
        let rows = encoder.encode(frame)
        switch body {
        case .trees(let ensemble): return ensemble.margins(rows)
        case .linear(let model):
            let sums = (0..<rows.rows).flatMap { model.margins(rows.row($0)) }
            return Matrix(rows: rows.rows, columns: model.intercepts.count, values: sums)
        }
    }

    /// Calibrated probabilities of all rows, a column a class.
    public func scores(_ frame: Frame) -> Matrix { calibration.probabilities(margins(frame)) }

    /// Margins of one row of JSON values, without a frame; throws the problem of a value of the wrong type.
    ///
    /// Columns the model does not know are ignored, those it misses are missing values.
    public func margins(_ values: [String: JSONValue]) throws(RowProblem) -> [Double] {
        var row = SparseRow()
        try encoder.encode(values, into: &row)
        return margins(row)
    }

    /// Margins of one encoded row.
    public func margins(_ row: SparseRow) -> [Double] {
        switch body {
        case .linear(let model): model.margins(row)
        case .trees(let ensemble): ensemble.margins(row)
        }
    }

    /// Probabilities of one row of JSON values, in the order of `classes`; throws as `margins(_:)` does.
    public func scores(_ values: [String: JSONValue]) throws(RowProblem) -> [Double] {
        calibration.probabilities(try margins(values))
    }

    /// Probabilities of several rows of JSON values; a problem's line is the row's place counted from 1.
    public func scores(rows: [[String: JSONValue]]) throws(RowProblem) -> Matrix {
        var values: [Double] = []
        values.reserveCapacity(rows.count * classes.count)
        for (index, row) in rows.enumerated() {
            do throws(RowProblem) { values += try scores(row) } catch {
                throw RowProblem(line: index + 1, column: error.column, code: error.code, message: error.message)
            }
        }
        return Matrix(rows: rows.count, columns: classes.count, values: values)
    }
}
