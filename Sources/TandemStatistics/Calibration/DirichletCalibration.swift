import Foundation
import TandemNumerics

/// Dirichlet calibration: softmax(W · ln p + b), one linear map for all classes together.
///
/// M. Kull and others, "Beyond temperature scaling: obtaining well-calibrated multi-class probabilities with Dirichlet
/// calibration" (NeurIPS 2019), with their penalty on entries off the diagonal and on the intercept.
public enum DirichletCalibration {
    /// A fitted map.
    public struct Map: Sendable, Hashable {
        /// A row of coefficients for each class.
        public let weights: Matrix
        /// The intercept of each class.
        public let bias: [Double]

        /// The probabilities at log-probabilities `logs`.
        public func callAsFunction(_ logs: [Double]) -> [Double] {
            let margins = weights.times(logs)
            return Logistic.softmax(zip(margins, bias).map { $0 + $1 })
        }
    }

    /// Fits the mean log loss plus `penalty` times the mean square of what lies off the diagonal and of the intercept.
    ///
    /// - Parameters:
    ///   - logs: log-probabilities, a row an item and a column a class; see ``CalibrationMethod/logs(_:)``.
    ///   - labels: each row's class.
    ///   - penalty: how hard the map is held to a rescaling of each class.
    /// - Returns: the fitted map.
    /// - Throws: `StatisticsError` for lengths that differ, no rows, classes out of range or values that are not finite.
    public static func fit(logs: Matrix, labels: [Int], penalty: Double = 0.01) throws(StatisticsError) -> Map {
        guard logs.rows == labels.count else { throw .lengthMismatch(expected: logs.rows, found: labels.count) }
        guard !labels.isEmpty else { throw .tooFewRows(needed: 1, found: 0) }
        let classes = logs.columns
        for label in labels where label < 0 || label >= classes { throw .classOutOfRange(label, classCount: classes) }
        if let bad = logs.values.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad / classes) }
        let width = classes + 1
        var start = [Double](repeating: 0, count: classes * width)
        for label in 0..<classes { start[label * width + label] = 1 }
        var search = LBFGS()
        search.gradientTolerance = 1e-7
        search.maximumIterations = 500
        let found = search.minimize(from: start) { point, gradient in
            value(point, &gradient, logs, labels, penalty)
        }.point
        var weights = Matrix(rows: classes, columns: classes)
        for label in 0..<classes {
            for column in 0..<classes { weights[label, column] = found[label * width + column] }
        }
        return Map(weights: weights, bias: (0..<classes).map { found[$0 * width + classes] })
    }

    private static func value(
        _ point: [Double], _ gradient: inout [Double], _ logs: Matrix, _ labels: [Int], _ penalty: Double
    ) -> Double {
        let classes = logs.columns
        let width = classes + 1
        let scale = 1 / Double(labels.count)
        for place in gradient.indices { gradient[place] = 0 }
        var loss = 0.0
        var margins = [Double](repeating: 0, count: classes)
        for (row, label) in labels.enumerated() {
            let start = row * classes
            for target in 0..<classes {
                var sum = point[target * width + classes]
                for column in 0..<classes { sum += point[target * width + column] * logs.values[start + column] }
                margins[target] = sum
            }
            let top = margins.max() ?? 0
            var total = 0.0
            for target in 0..<classes { total += exp(margins[target] - top) }
            loss += log(total) + top - margins[label]
            for target in 0..<classes {
                let gap = (exp(margins[target] - top) / total - (target == label ? 1 : 0)) * scale
                for column in 0..<classes { gradient[target * width + column] += gap * logs.values[start + column] }
                gradient[target * width + classes] += gap
            }
        }
        let share = penalty / Double(classes * max(1, classes - 1))
        var extra = 0.0
        for target in 0..<classes {
            for column in 0..<width where column != target {
                let weight = column == classes ? penalty / Double(classes) : share
                let entry = point[target * width + column]
                extra += weight * entry * entry
                gradient[target * width + column] += 2 * weight * entry
            }
        }
        return loss * scale + extra
    }
}
