import Foundation
import TandemNumerics

/// A way of calibrating, from the least flexible to the most.
public enum CalibrationMethod: String, Sendable, Hashable, CaseIterable {
    /// Leave probabilities as they are.
    case none
    /// One temperature for all classes.
    case temperature
    /// A logistic curve for each class.
    case platt
    /// Beta calibration for each class.
    case beta
    /// A rising step curve for each class.
    case isotonic
    /// One linear map of log-probabilities for all classes together.
    case dirichlet

    /// Log-probabilities as margins, each probability held above zero by a rounding unit.
    public static func logs(_ probabilities: Matrix) -> Matrix {
        Matrix(
            rows: probabilities.rows, columns: probabilities.columns,
            values: probabilities.values.map { log(max($0, ProbabilityScores.floor)) })
    }

    /// The calibrator of this kind that fits best; nil when the rows do not allow it, as with a single class.
    ///
    /// `margins` have a column for two classes (the second's log-odds), else a column a class; `labels` are the rows'
    /// classes.
    public func fit(margins: Matrix, labels: [Int]) -> Calibrator? {
        switch self {
        case .none: return .identity
        case .temperature: return Self.temperature(margins, labels).map(Calibrator.temperature)
        case .dirichlet:
            let logs = Self.logs(Calibrator.identity.probabilities(margins))
            return (try? DirichletCalibration.fit(logs: logs, labels: labels)).map(Calibrator.dirichlet)
        case .platt, .beta, .isotonic:
            guard margins.columns > 2 else {
                let odds =
                    margins.columns == 1 ? margins.values : (0..<margins.rows).map { margins[$0, 1] - margins[$0, 0] }
                return binary(odds, labels.map { $0 == 1 }).map(Calibrator.binary)
            }
            let stated = Calibrator.identity.probabilities(margins)
            let calibrators = (0..<margins.columns).compactMap { label in
                binary(stated.column(label).map(Logistic.margin), labels.map { $0 == label })
            }
            return calibrators.count == margins.columns ? .oneVersusRest(calibrators) : nil
        }
    }

    private static func temperature(_ margins: Matrix, _ labels: [Int]) -> Double? {
        let logits =
            margins.columns > 1
            ? margins : Matrix(rows: margins.rows, columns: 2, values: margins.values.flatMap { [0, $0] })
        // At the ends of its range, 0.01 and 100, the fit ran away: rows without a single error, or without signal.
        guard let fitted = try? TemperatureScaling.fit(logits: logits, labels: labels), fitted > 0.0101, fitted < 99
        else { return nil }
        return fitted
    }

    private func binary(_ margins: [Double], _ outcomes: [Bool]) -> BinaryCalibrator? {
        guard outcomes.contains(true), outcomes.contains(false) else { return nil }
        switch self {
        case .platt:
            return (try? PlattScaling.fit(scores: margins, outcomes: outcomes)).map { .platt(a: $0.a, b: $0.b) }
        case .beta:
            return (try? BetaCalibration.fit(margins: margins, outcomes: outcomes)).map {
                .beta(a: $0.a, b: $0.b, c: $0.c)
            }
        case .isotonic:
            let scores = margins.map(Logistic.probability)
            guard let curve = try? IsotonicRegression.fit(scores: scores, outcomes: outcomes.map { $0 ? 1 : 0 }) else {
                return nil
            }
            // n rows cannot show a chance below 1 / (n + 2) (Laplace), so the curve claims none.
            let least = 1 / Double(outcomes.count + 2)
            return .isotonic(.init(x: curve.x, y: curve.y.map { min(max($0, least), 1 - least) }))
        case .none, .temperature, .dirichlet: return nil
        }
    }
}
