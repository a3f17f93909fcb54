import Foundation
import TandemNumerics

/// One number by which all logits are divided before the softmax: confidence changes, ranks do not.
///
/// C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural networks" (2017).
public enum TemperatureScaling {
    /// The temperature in 0.01 … 100 that minimizes the log loss of softmax(logits / T).
    ///
    /// `logits` has a row per item and a column per class. The loss is convex in 1/T; its root is found by Newton's
    /// method inside a bracket. When no finite optimum exists (every row right, or no signal) the nearest end of the
    /// range is returned.
    public static func fit(logits: Matrix, labels: [Int]) throws(StatisticsError) -> Double {
        guard logits.rows == labels.count else { throw .lengthMismatch(expected: logits.rows, found: labels.count) }
        guard !labels.isEmpty else { throw .tooFewRows(needed: 1, found: 0) }
        for (row, label) in labels.enumerated() {
            guard label >= 0, label < logits.columns else {
                throw .classOutOfRange(label, classCount: logits.columns)
            }
            guard logits.row(row).allSatisfy(\.isFinite) else { throw .invalidValue(at: row) }
        }
        var low = 0.01
        var high = 100.0
        if derivatives(logits, labels, low).first >= 0 { return 1 / low }
        if derivatives(logits, labels, high).first <= 0 { return 1 / high }
        var beta = 1.0
        for _ in 0..<100 {
            let (first, second) = derivatives(logits, labels, beta)
            if first > 0 { high = beta } else { low = beta }
            var next = second > 0 ? beta - first / second : low
            if !(next > low && next < high) { next = (low + high) / 2 }
            if abs(next - beta) <= 1e-13 * beta { return 1 / next }
            beta = next
        }
        return 1 / beta
    }

    /// First and second derivative of the log loss by β = 1/T: Σ (E[z] − z_label) and Σ Var[z] under softmax(βz).
    private static func derivatives(
        _ logits: Matrix, _ labels: [Int], _ beta: Double
    ) -> (first: Double, second: Double) {
        var first = CompensatedSum()
        var second = 0.0
        for (row, label) in labels.enumerated() {
            let z = logits.row(row)
            let top = z.reduce(-Double.infinity, max)
            var total = 0.0
            var mean = 0.0
            var square = 0.0
            for value in z {
                let weight = exp(beta * (value - top))
                total += weight
                mean += weight * (value - top)
                square += weight * (value - top) * (value - top)
            }
            mean /= total
            first.add(mean - (logits[row, label] - top))
            second += square / total - mean * mean
        }
        return (first.value, second)
    }
}
