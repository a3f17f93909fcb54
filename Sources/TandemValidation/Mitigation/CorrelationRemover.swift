import TandemNumerics
import TandemStatistics

/// Numbers made uncorrelated with sensitive columns: what least squares can tell of a feature from them is taken away.
///
/// Fairlearn's `CorrelationRemover`: X − α (S − S̄) B with B the least-squares fit of X on the centered S. Uncorrelated
/// is not independent: fit for linear models, not for trees.
public struct CorrelationRemover: Sendable, Hashable {
    /// The means of the sensitive columns.
    public let means: [Double]
    /// For each sensitive column, what each feature owes to it.
    public let coefficients: Matrix

    /// Learns from sensitive columns and features, each given as a column.
    ///
    /// A sensitive column that others determine takes no part. Throws `StatisticsError` for columns of different lengths
    /// or a value that is not finite.
    public init(sensitive: [[Double]], features: [[Double]]) throws(StatisticsError) {
        let rows = sensitive.first?.count ?? features.first?.count ?? 0
        for column in sensitive + features {
            guard column.count == rows else { throw .lengthMismatch(expected: rows, found: column.count) }
            if let place = column.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: place) }
        }
        let means = sensitive.map { $0.reduce(0, +) / Double(max(rows, 1)) }
        let centered = zip(sensitive, means).map { column, mean in column.map { $0 - mean } }
        let basis = Self.orthogonalized(centered)
        var coefficients = Matrix(rows: sensitive.count, columns: features.count)
        for (place, feature) in features.enumerated() {
            let solved = Self.solve(basis, feature)
            for row in sensitive.indices { coefficients[row, place] = solved[row] }
        }
        self.means = means
        self.coefficients = coefficients
    }

    /// The features without what `alpha` (0 … 1) of the sensitive columns told of them.
    public func transform(sensitive: [[Double]], features: [[Double]], alpha: Double = 1) -> [[Double]] {
        features.indices.map { place in
            features[place].indices.map { row in
                let told = sensitive.indices.reduce(0.0) {
                    $0 + (sensitive[$1][row] - means[$1]) * coefficients[$1, place]
                }
                return features[place][row] - alpha * told
            }
        }
    }

    /// Orthogonal columns and the triangle that made them (modified Gram–Schmidt, twice for accuracy).
    private static func orthogonalized(_ columns: [[Double]]) -> (columns: [[Double]], triangle: Matrix) {
        var result: [[Double]] = []
        var triangle = Matrix(rows: columns.count, columns: columns.count)
        for (place, column) in columns.enumerated() {
            var rest = column
            for _ in 0..<2 {
                for (earlier, basis) in result.enumerated() {
                    let product = dot(basis, rest)
                    triangle[earlier, place] += product
                    for row in rest.indices { rest[row] -= product * basis[row] }
                }
            }
            let length = dot(rest, rest).squareRoot()
            let isDetermined = length <= 1e-10 * max(1, dot(column, column).squareRoot())
            triangle[place, place] = isDetermined ? 0 : length
            result.append(isDetermined ? [Double](repeating: 0, count: rest.count) : rest.map { $0 / length })
        }
        return (result, triangle)
    }

    private static func solve(_ basis: (columns: [[Double]], triangle: Matrix), _ feature: [Double]) -> [Double] {
        let count = basis.columns.count
        let right = basis.columns.map { dot($0, feature) }
        var solved = [Double](repeating: 0, count: count)
        for place in (0..<count).reversed() where basis.triangle[place, place] > 0 {
            let known = (place + 1..<count).reduce(0.0) { $0 + basis.triangle[place, $1] * solved[$1] }
            solved[place] = (right[place] - known) / basis.triangle[place, place]
        }
        return solved
    }

    private static func dot(_ one: [Double], _ other: [Double]) -> Double {
        var sum = CompensatedSum()
        for row in one.indices { sum.add(one[row] * other[row]) }
        return sum.value
    }
}
