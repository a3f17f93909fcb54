import Foundation

/// Beta calibration: a curve of three numbers that can be the identity, a sigmoid or its inverse.
///
/// M. Kull, T. Silva Filho and P. Flach, "Beta calibration: a well-founded and easily implemented improvement on
/// logistic calibration for binary classifiers" (AISTATS 2017): a logistic regression on ln p and −ln(1 − p) with
/// coefficients ≥ 0; where one would be negative it is left out and the other fitted again.
public enum BetaCalibration {
    /// Fits logistic(a · ln p − b · ln(1 − p) + c), p the logistic function of `margins`.
    ///
    /// - Returns: a, b ≥ 0 and c; a tiny ridge keeps them finite where classes are separable.
    public static func fit(
        margins: [Double], outcomes: [Bool]
    ) throws(StatisticsError) -> (a: Double, b: Double, c: Double) {
        guard margins.count == outcomes.count else {
            throw .lengthMismatch(expected: margins.count, found: outcomes.count)
        }
        guard !margins.isEmpty else { throw .tooFewRows(needed: 1, found: 0) }
        if let bad = margins.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad) }
        let first = margins.map { -Logistic.softplus(-$0) }
        let second = margins.map { Logistic.softplus($0) }
        let both = Newton(features: [first, second], outcomes: outcomes).solution
        if both[0] >= 0, both[1] >= 0 { return (both[0], both[1], both[2]) }
        let isFirstKept = both[0] >= 0
        let alone = Newton(features: [isFirstKept ? first : second], outcomes: outcomes).solution
        let kept = max(0, alone[0])
        return isFirstKept ? (kept, 0, alone[1]) : (0, kept, alone[1])
    }

    /// Logistic regression of few features by damped Newton steps; the intercept comes last.
    private struct Newton {
        let features: [[Double]]
        let outcomes: [Bool]
        private let ridge = 1e-9

        private var size: Int { features.count + 1 }

        var solution: [Double] {
            var point = [Double](repeating: 0, count: size)
            var loss = self.loss(point)
            for _ in 0..<100 {
                let (gradient, hessian) = derivatives(point)
                if gradient.allSatisfy({ abs($0) < 1e-11 * Double(outcomes.count) }) { break }
                guard let step = Self.solved(hessian, gradient) else { break }
                var length = 1.0
                var moved = false
                while length > 1e-8, !moved {
                    let next = point.indices.map { point[$0] - length * step[$0] }
                    let value = self.loss(next)
                    if value < loss || (value == loss && length == 1) {
                        moved = value < loss
                        (point, loss) = (next, value)
                        if !moved { return point }
                    } else {
                        length /= 2
                    }
                }
                if !moved { break }
            }
            return point
        }

        private func margin(_ point: [Double], _ row: Int) -> Double {
            var sum = point[features.count]
            for place in features.indices { sum += point[place] * features[place][row] }
            return sum
        }

        private func loss(_ point: [Double]) -> Double {
            RowWeights.sum(outcomes.count) {
                Logistic.softplus(outcomes[$0] ? -margin(point, $0) : margin(point, $0))
            } + ridge / 2 * point.reduce(0) { $0 + $1 * $1 }
        }

        private func derivatives(_ point: [Double]) -> (gradient: [Double], hessian: [[Double]]) {
            var gradient = point.map { ridge * $0 }
            var hessian = (0..<size).map { row in (0..<size).map { $0 == row ? ridge : 0.0 } }
            for row in outcomes.indices {
                let p = Logistic.probability(margin(point, row))
                let gap = p - (outcomes[row] ? 1 : 0)
                let spread = p * (1 - p)
                for first in 0..<size {
                    let x = first < features.count ? features[first][row] : 1
                    gradient[first] += gap * x
                    for second in 0...first {
                        hessian[first][second] += spread * x * (second < features.count ? features[second][row] : 1)
                    }
                }
            }
            for first in 0..<size { for second in 0..<first { hessian[second][first] = hessian[first][second] } }
            return (gradient, hessian)
        }

        /// Gaussian elimination with pivoting; nil for a singular system.
        private static func solved(_ matrix: [[Double]], _ right: [Double]) -> [Double]? {
            var rows = zip(matrix, right).map { $0 + [$1] }
            let n = rows.count
            for column in 0..<n {
                guard let pivot = (column..<n).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                    abs(rows[pivot][column]) > 0
                else { return nil }
                rows.swapAt(column, pivot)
                for other in 0..<n where other != column {
                    let factor = rows[other][column] / rows[column][column]
                    for place in column...n { rows[other][place] -= factor * rows[column][place] }
                }
            }
            return (0..<n).map { rows[$0][n] / rows[$0][$0] }
        }
    }
}
