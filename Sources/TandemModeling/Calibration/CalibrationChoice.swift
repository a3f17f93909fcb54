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
        var random = SplitMix64(seed: seed)
        let parts = random.permutation(labels.count).map { $0 % folds }
        var losses: [String: Double] = [:]
        var best: (calibration: Calibration, loss: Double)?
        let candidates = classes == 2 ? [Kind.none, .temperature, .platt, .isotonic] : [.none, .temperature]
        for candidate in candidates {
            guard let loss = Self.loss(of: candidate, margins, labels, parts, folds),
                let fitted = candidate.fit(margins, labels)
            else { continue }
            losses[fitted.name] = loss
            // A more flexible candidate must be better, not merely as good.
            if loss < (best?.loss ?? .infinity) - 1e-9 { best = (fitted, loss) }
        }
        self.losses = losses
        calibration = best?.calibration ?? .none
    }

    private static func loss(
        of candidate: Kind, _ margins: Matrix, _ labels: [Int], _ parts: [Int], _ folds: Int
    ) -> Double? {
        var sum = 0.0
        for fold in 0..<folds {
            let inside = labels.indices.filter { parts[$0] != fold }
            let outside = labels.indices.filter { parts[$0] == fold }
            guard let fitted = candidate.fit(margins.rows(at: inside), inside.map { labels[$0] }) else { return nil }
            let judged = fitted.probabilities(margins.rows(at: outside))
            guard let losses = try? ProbabilityScores.logLosses(judged, truth: outside.map { labels[$0] }) else {
                return nil
            }
            sum += losses.reduce(0, +)
        }
        return sum / Double(labels.count)
    }

    private enum Kind {
        case none, temperature, platt, isotonic

        /// The calibration of this kind that fits best; nil when the rows do not allow it.
        func fit(_ margins: Matrix, _ labels: [Int]) -> Calibration? {
            switch self {
            case .none: return Calibration.none
            case .temperature:
                let logits = margins.columns > 1 ? margins : Matrix(margins.values.map { [0, $0] })
                // At the ends of its range, 0.01 and 100, the fit ran away: rows without a single error, or without signal.
                guard let fitted = try? TemperatureScaling.fit(logits: logits, labels: labels), fitted > 0.0101,
                    fitted < 99
                else { return nil }
                return .temperature(fitted)
            case .platt:
                guard Set(labels).count == 2,
                    let fitted = try? PlattScaling.fit(scores: margins.values, outcomes: labels.map { $0 == 1 })
                else { return nil }
                return .platt(a: fitted.a, b: fitted.b)
            case .isotonic:
                guard Set(labels).count == 2 else { return nil }
                let scores = margins.values.map(Calibration.logistic)
                guard let curve = try? IsotonicRegression.fit(scores: scores, outcomes: labels.map(Double.init)) else {
                    return nil
                }
                // n rows cannot show a chance below 1 / (n + 2) (Laplace), so the curve claims none.
                let least = 1 / Double(labels.count + 2)
                return .isotonic(x: curve.x, y: curve.y.map { min(max($0, least), 1 - least) })
            }
        }
    }
}
