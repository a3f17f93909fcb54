import Foundation
import TandemNumerics

/// Scores of predicted class probabilities.
public enum ProbabilityScores {
    /// The smallest probability the log loss works with, so that one wrong certainty stays finite.
    public static let floor = 2.220446049250313e-16

    /// −ln of the probability given to the true class, row by row (natural logarithm, clipped at ``floor``).
    ///
    /// `probabilities` has a row per item and a column per class.
    public static func logLosses(_ probabilities: Matrix, truth: [Int]) throws(StatisticsError) -> [Double] {
        try check(probabilities, truth)
        return truth.indices.map { row in -log(max(probabilities[row, truth[row]], floor)) }
    }

    /// The mean log loss (cross entropy) in nats; nil for no rows.
    public static func logLoss(_ probabilities: Matrix, truth: [Int]) throws(StatisticsError) -> Double? {
        let losses = try logLosses(probabilities, truth: truth)
        return losses.isEmpty ? nil : CompensatedSum.of(losses) / Double(losses.count)
    }

    /// The Brier score: the mean over rows of the squared distance between the probabilities and the true class's
    /// indicator, summed over classes (Brier 1950: 0 best, 2 worst); nil for no rows.
    ///
    /// For two classes this is twice the score that looks at the positive class alone.
    public static func brier(_ probabilities: Matrix, truth: [Int]) throws(StatisticsError) -> Double? {
        try check(probabilities, truth)
        guard !truth.isEmpty else { return nil }
        var sum = CompensatedSum()
        for row in truth.indices {
            for label in 0..<probabilities.columns {
                let distance = probabilities[row, label] - (label == truth[row] ? 1 : 0)
                sum.add(distance * distance)
            }
        }
        return sum.value / Double(truth.count)
    }

    private static func check(_ probabilities: Matrix, _ truth: [Int]) throws(StatisticsError) {
        guard probabilities.rows == truth.count else {
            throw .lengthMismatch(expected: probabilities.rows, found: truth.count)
        }
        for label in truth where label < 0 || label >= probabilities.columns {
            throw .classOutOfRange(label, classCount: probabilities.columns)
        }
        if let bad = probabilities.values.firstIndex(where: { !($0 >= 0 && $0 <= 1 + 1e-9) }) {
            throw .invalidValue(at: bad / max(1, probabilities.columns))
        }
    }
}
