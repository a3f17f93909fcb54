import TandemNumerics
import TandemTabular

/// How typical items are of their pool.
public enum Representativeness {
    /// Items that all others are compared with, at most.
    static let references = 256

    /// The mean of 1 / (1 + Euclidean distance) to items of the pool, in 0 … 1; to all of them, or to a sample of 256.
    ///
    /// The measure of B. Settles and M. Craven, "An Analysis of Active Learning Strategies for Sequence Labeling Tasks"
    /// (2008), with the similarity that modAL uses; sampling keeps it linear in the pool.
    public static func scores(_ features: SparseMatrix, seed: UInt64) -> [Double] {
        var random = SplitMix64(seed: seed)
        let chosen = random.sample(references, below: features.rows).sorted()
        guard !chosen.isEmpty else { return [] }
        let distances = SparseDistances(features)
        var sums = [Double](repeating: 0, count: features.rows)
        for reference in chosen {
            distances.visit(from: reference) { row, squared in sums[row] += 1 / (1 + squared.squareRoot()) }
        }
        return sums.map { $0 / Double(chosen.count) }
    }
}

/// Squared Euclidean distances between rows of a sparse matrix.
struct SparseDistances {
    let features: SparseMatrix
    /// The squared length of each row.
    let squares: [Double]

    init(_ features: SparseMatrix) {
        self.features = features
        squares = (0..<features.rows).map { row in
            features.values[features.starts[row]..<features.starts[row + 1]].reduce(0) { $0 + $1 * $1 }
        }
    }

    /// Hands `body` every row and its squared distance from the row `center`.
    func visit(from center: Int, _ body: (Int, Double) -> Void) {
        var dense = [Double](repeating: 0, count: features.columns)
        for place in features.starts[center]..<features.starts[center + 1] {
            dense[Int(features.indices[place])] = features.values[place]
        }
        visit(dense: dense, square: squares[center], body)
    }

    /// Hands `body` every row and its squared distance from a point of squared length `square`.
    func visit(dense: [Double], square: Double, _ body: (Int, Double) -> Void) {
        dense.withUnsafeBufferPointer { dense in
            features.indices.withUnsafeBufferPointer { indices in
                features.values.withUnsafeBufferPointer { values in
                    for row in 0..<features.rows {
                        var product = 0.0
                        for place in features.starts[row]..<features.starts[row + 1] {
                            product += values[place] * dense[Int(indices[place])]
                        }
                        body(row, max(0, squares[row] + square - 2 * product))
                    }
                }
            }
        }
    }
}
