import TandemNumerics
import TandemStatistics

/// The exact nearest neighbors of every row among all others, by Euclidean or cosine distance.
///
/// Rows are sorted along the coordinate that varies most and each search walks outward from its row until that
/// coordinate alone is farther away than the neighbors it has; exact, and quick where few coordinates matter.
/// More than three columns are compared by cosine, as cleanlab's default does.
public struct NearestNeighbors: Sendable, Hashable {
    /// How rows are compared.
    public enum Metric: String, Sendable, Hashable, CaseIterable {
        /// √Σ(a − b)².
        case euclidean
        /// 1 − a·b / (|a| |b|); 1 to a row of zeros.
        case cosine
    }

    /// Neighbors of each row.
    public let neighborCount: Int
    /// How rows were compared.
    public let metric: Metric
    /// The neighbors of row r, nearest first, from r × neighborCount.
    public let neighbors: [Int32]
    /// Their distances.
    public let distances: [Double]

    /// The number of rows.
    public var count: Int { neighborCount == 0 ? 0 : neighbors.count / neighborCount }

    /// Finds `neighbors` neighbors of each row, or of all others where there are fewer.
    ///
    /// - Parameters:
    ///   - features: a row an item; finite numbers.
    ///   - neighbors: how many, at least one.
    ///   - metric: how rows are compared; nil for cosine beyond three columns, else Euclidean.
    ///   - threads: threads to compute with; the result does not depend on it.
    /// - Throws: `StatisticsError.invalidValue` for a number that is not finite, `tooFewRows` for fewer than two rows.
    public init(
        _ features: Matrix, neighbors: Int = 10, metric: Metric? = nil, threads: Int = 1
    ) throws(StatisticsError) {
        guard features.rows >= 2 else { throw .tooFewRows(needed: 2, found: features.rows) }
        if let bad = features.values.firstIndex(where: { !$0.isFinite }) { throw .invalidValue(at: bad) }
        let chosen = metric ?? (features.columns > 3 ? .cosine : .euclidean)
        let rows = SortedRows(features, metric: chosen)
        let k = max(1, min(neighbors, features.rows - 1))
        let parts = Blocks(count: rows.count, size: 256).map(threads: threads) { block in
            var search = NeighborSearch(rows: rows, k: k)
            return block.map { search.neighbors(of: $0) }
        }
        var found = [Int32](repeating: 0, count: rows.count * k)
        var distances = [Double](repeating: 0, count: rows.count * k)
        for (place, row) in parts.joined().enumerated() {
            let start = Int(rows.order[place]) * k
            for (rank, neighbor) in row.enumerated() {
                found[start + rank] = rows.order[neighbor.place]
                distances[start + rank] = neighbor.distance
            }
        }
        self.metric = chosen
        neighborCount = k
        self.neighbors = found
        self.distances = distances
    }
}
