/// The Cholesky factor of a symmetric positive definite matrix: `A = L Lᵀ` with lower triangular `L`.
public struct Cholesky: Sendable {
    /// The lower triangular factor; what lies above its diagonal is zero.
    public let lower: Matrix

    /// Factors `matrix`, of which only the lower triangle is read; nil when it is not positive definite.
    public init?(_ matrix: Matrix) {
        precondition(matrix.rows == matrix.columns, "only a square matrix has a Cholesky factor")
        let n = matrix.rows
        var factor = Matrix(rows: n, columns: n)
        for row in 0..<n {
            for column in 0...row {
                var sum = matrix[row, column]
                for k in 0..<column { sum -= factor[row, k] * factor[column, k] }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    factor[row, row] = sum.squareRoot()
                } else {
                    factor[row, column] = sum / factor[column, column]
                }
            }
        }
        lower = factor
    }

    /// The solution x of `A x = right`.
    public func solve(_ right: [Double]) -> [Double] {
        let n = lower.rows
        precondition(right.count == n, "the right-hand side has one number for each row")
        var x = right
        for row in 0..<n {
            for k in 0..<row { x[row] -= lower[row, k] * x[k] }
            x[row] /= lower[row, row]
        }
        for row in stride(from: n - 1, through: 0, by: -1) {
            for k in row + 1..<max(n, row + 1) { x[row] -= lower[k, row] * x[k] }
            x[row] /= lower[row, row]
        }
        return x
    }

    /// The diagonal of the factor; the determinant of `A` is the square of its product.
    public var diagonal: [Double] { (0..<lower.rows).map { lower[$0, $0] } }
}
