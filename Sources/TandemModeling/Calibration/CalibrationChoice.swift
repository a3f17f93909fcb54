import TandemNumerics
import TandemStatistics

/// The calibration that does best on rows the model has not learned from.
///
/// Each candidate is scored by its log loss in cross-validation over the calibration rows; the best is fitted again on all
/// of them. A candidate that cannot be fitted on every fold is out.
public struct CalibrationChoice: Sendable, Hashable {
    /// The winner, fitted on all rows.
    public let calibration: Calibration
    /// Mean cross-validated log loss in nats of each candidate that could be fitted, by its name.
    public let losses: [String: Double]

    /// Fits and compares none, temperature, and, for two classes, Platt and isotonic.
    ///
    /// - Parameters:
    ///   - margins: the model's margins of the calibration rows, as `Predictor.margins` gives them.
    ///   - labels: each row's class, as a place in the model's classes.
    ///   - folds: number of parts for cross-validation; each row is judged once by candidates that did not see it.
    ///   - seed: decides which row falls into which fold.
    /// - Throws: `ModelingError.unusableData` for lengths that differ, labels out of range, or fewer rows than folds.
    public init(margins: Matrix, labels: [Int], folds: Int = 5, seed: UInt64) throws(ModelingError) {
        let classes = margins.columns == 1 ? 2 : margins.columns
        guard margins.rows == labels.count, labels.allSatisfy({ (0..<classes).contains($0) }) else {
            throw .unusableData("calibration needs one known label a row")
        }
        guard folds >= 2, labels.count >= folds else { throw .unusableData("too few rows to calibrate") }
        let methods: [CalibrationMethod] =
            classes == 2 ? [.none, .temperature, .platt, .isotonic] : [.none, .temperature]
        do {
            let selection = try CalibrationSelection(
                margins: margins, labels: labels, methods: methods, folds: folds, seed: seed)
            losses = Dictionary(uniqueKeysWithValues: selection.losses.map { ($0.key.rawValue, $0.value) })
            calibration = Calibration(selection.calibrator) ?? .none
        } catch {
            throw .unusableData("the model's margins cannot be calibrated: \(error)")
        }
    }
}
