import TandemNumerics

/// Rows padded to whole vectors and sorted along their most varying coordinate.
struct SortedRows: Sendable {
    let metric: NearestNeighbors.Metric
    let count: Int
    /// Vectors of eight numbers a row.
    let width: Int
    let vectors: [SIMD8<Double>]
    /// The coordinate along which rows are sorted.
    let axis: [Double]
    /// The original row of each sorted one.
    let order: [Int32]

    init(_ features: Matrix, metric: NearestNeighbors.Metric) {
        self.metric = metric
        count = features.rows
        let columns = features.columns
        width = max(1, (columns + 7) / 8)
        let scales = (0..<features.rows).map { row -> Double in
            guard metric == .cosine else { return 1 }
            let norm = features.row(row).reduce(0) { $0 + $1 * $1 }.squareRoot()
            return norm > 0 ? norm : 1
        }
        let best = (0..<columns).max { Self.variance(features, $0, scales) < Self.variance(features, $1, scales) } ?? 0
        let keys = (0..<features.rows).map { columns == 0 ? 0 : features[$0, best] / scales[$0] }
        let sorted = keys.indices.sorted { keys[$0] != keys[$1] ? keys[$0] < keys[$1] : $0 < $1 }
        axis = sorted.map { keys[$0] }
        order = sorted.map { Int32($0) }
        var vectors = [SIMD8<Double>](repeating: .zero, count: features.rows * width)
        for (place, row) in sorted.enumerated() {
            for column in 0..<columns {
                vectors[place * width + column / 8][column % 8] = features[row, column] / scales[row]
            }
        }
        self.vectors = vectors
    }

    private static func variance(_ features: Matrix, _ column: Int, _ scales: [Double]) -> Double {
        var sum = 0.0
        var squares = 0.0
        for row in 0..<features.rows {
            let value = features[row, column] / scales[row]
            sum += value
            squares += value * value
        }
        return squares - sum * sum / Double(features.rows)
    }
}

/// One search after another over the same rows.
struct NeighborSearch {
    /// A neighbor by its place among the sorted rows.
    struct Found {
        var place: Int
        var distance: Double
    }

    let rows: SortedRows
    let k: Int
    private var found: [Found] = []

    init(rows: SortedRows, k: Int) {
        self.rows = rows
        self.k = k
        found.reserveCapacity(k + 1)
    }

    /// The nearest rows, nearest first; equal distances by the original row.
    mutating func neighbors(of place: Int) -> [Found] {
        found.removeAll(keepingCapacity: true)
        var below = place - 1
        var above = place + 1
        let key = rows.axis[place]
        while below >= 0 || above < rows.count {
            let gapBelow = below >= 0 ? key - rows.axis[below] : .infinity
            let gapAbove = above < rows.count ? rows.axis[above] - key : .infinity
            let gap = min(gapBelow, gapAbove)
            if found.count == k, bound(gap) > found[k - 1].distance { break }
            if gapBelow <= gapAbove {
                offer(below, distance(place, below))
                below -= 1
            } else {
                offer(above, distance(place, above))
                above += 1
            }
        }
        guard rows.metric == .euclidean else { return found }
        return found.map { Found(place: $0.place, distance: $0.distance.squareRoot()) }
    }

    /// No row this far along the axis can be nearer: squares for Euclidean, half the squared chord for cosine, with room
    /// for rounding.
    private func bound(_ gap: Double) -> Double {
        rows.metric == .euclidean ? gap * gap : gap * gap / 2 - 1e-12
    }

    private func distance(_ first: Int, _ second: Int) -> Double {
        rows.vectors.withUnsafeBufferPointer { vectors in
            let a = first * rows.width
            let b = second * rows.width
            var sums = SIMD8<Double>.zero
            if rows.metric == .euclidean {
                for index in 0..<rows.width {
                    let difference = vectors[a + index] - vectors[b + index]
                    sums += difference * difference
                }
                return sums.sum()
            }
            for index in 0..<rows.width { sums += vectors[a + index] * vectors[b + index] }
            let distance = max(0, 1 - sums.sum())
            // Equal rows are at distance zero, whatever rounding says.
            guard distance < 1e-12 else { return distance }
            for index in 0..<rows.width where vectors[a + index] != vectors[b + index] { return distance }
            return vectors[a..<a + rows.width].allSatisfy { $0 == .zero } ? 1 : 0
        }
    }

    private mutating func offer(_ place: Int, _ distance: Double) {
        if found.count == k {
            let last = found[k - 1]
            guard (distance, rows.order[place]) < (last.distance, rows.order[last.place]) else { return }
            found.removeLast()
        }
        var index = found.count
        while index > 0,
            (distance, rows.order[place]) < (found[index - 1].distance, rows.order[found[index - 1].place])
        { index -= 1 }
        found.insert(Found(place: place, distance: distance), at: index)
    }
}
