import TandemNumerics
import TandemTabular

/// Unsure items that differ from one another: the unlabeled items with the smallest margins, ten times as many as wanted,
/// are clustered by their features, weighted by uncertainty, and each cluster is represented by the item nearest its
/// center; scored by ``Uncertainty/margin``.
///
/// F. Zhdanov, "Diverse mini-batch Active Learning" (2019). More than 50 items are chosen 50 at a time.
public struct ClusteredQuery: QueryStrategy {
    /// As commands spell it.
    public static let name = "clustered"
    /// Probabilities and features.
    public static let needs: QueryNeeds = [.probabilities, .features]
    /// How many times as many items are clustered as are wanted.
    static let breadth = 10
    /// Most clusters made at once.
    static let mostClusters = 50

    /// The strategy.
    public init() {}

    /// One of each cluster of unsure items; see the protocol.
    public func choose(from pool: QueryPool, count: Int, seed: UInt64) throws(QueryError) -> [Query] {
        try check(pool)
        guard let features = pool.features else { return [] }
        let rows = pool.unlabeled
        var ranked = Ranking.first(
            rows.count, of: rows, scores: Uncertainty.margin.scores(of: rows, in: pool), seed: seed)[...]
        var chosen: [Query] = []
        var round: UInt64 = 0
        while chosen.count < count, !ranked.isEmpty {
            let wanted = min(Self.mostClusters, count - chosen.count, ranked.count)
            let unsure = Array(ranked.prefix(wanted * Self.breadth))
            var clusters = WeightedClusters(
                points: unsure.map { features.row($0.row) }, weights: unsure.map { max($0.score, 1e-9) },
                columns: features.columns)
            var random = SplitMix64(seed: seed).split(round)
            let picked = clusters.representatives(wanted, &random)
            let taken = Set(picked)
            chosen += picked.sorted().map {
                Query(row: unsure[$0].row, score: unsure[$0].score, reason: .unsureGroup)
            }
            ranked =
                unsure.indices.filter { !taken.contains($0) }.map { unsure[$0] }[...]
                + ranked.dropFirst(unsure.count)
            round += 1
        }
        return chosen
    }
}

/// k-means over weighted sparse points, started by k-means++.
struct WeightedClusters {
    let points: [SparseRow]
    let weights: [Double]
    let columns: Int
    private let squares: [Double]
    private var groups: [Int]
    private static let iterations = 10

    init(points: [SparseRow], weights: [Double], columns: Int) {
        self.points = points
        self.weights = weights
        self.columns = columns
        squares = points.map { $0.values.reduce(0) { $0 + $1 * $1 } }
        groups = [Int](repeating: 0, count: points.count)
    }

    /// The point nearest each center, one for each of `count` clusters; all different, `count` of them.
    mutating func representatives(_ count: Int, _ random: inout SplitMix64) -> [Int] {
        guard points.count > count else { return Array(points.indices) }
        var centers = start(count, &random).map(dense)
        for _ in 0..<Self.iterations {
            let before = groups
            assign(centers)
            centers = means(centers)
            if before == groups { break }
        }
        var isTaken = [Bool](repeating: false, count: points.count)
        return centers.map { center in
            let square = center.reduce(0) { $0 + $1 * $1 }
            var best = -1
            var shortest = Double.infinity
            for point in points.indices where !isTaken[point] {
                let distance = distance(point, center, square)
                if distance < shortest || best < 0 { (best, shortest) = (point, distance) }
            }
            isTaken[best] = true
            return best
        }
    }

    /// k-means++: each further start is drawn with probability ∝ weight × squared distance to the nearest one.
    private func start(_ count: Int, _ random: inout SplitMix64) -> [Int] {
        var nearest = [Double](repeating: 1, count: points.count)
        var chosen: [Int] = []
        while chosen.count < count {
            let mass = points.indices.map { weights[$0] * nearest[$0] }
            var ticket = random.uniform() * mass.reduce(0, +)
            var pick = points.indices.first { !chosen.contains($0) } ?? 0
            for point in points.indices where mass[point] > 0 && !chosen.contains(point) {
                pick = point
                ticket -= mass[point]
                if ticket < 0 { break }
            }
            let center = dense(pick)
            for point in points.indices {
                let distance = distance(point, center, squares[pick])
                nearest[point] = chosen.isEmpty ? distance : min(nearest[point], distance)
            }
            chosen.append(pick)
        }
        return chosen
    }

    private mutating func assign(_ centers: [[Double]]) {
        let lengths = centers.map { $0.reduce(0) { $0 + $1 * $1 } }
        for point in points.indices {
            var shortest = Double.infinity
            for (place, center) in centers.enumerated() {
                let distance = distance(point, center, lengths[place])
                if distance < shortest { (groups[point], shortest) = (place, distance) }
            }
        }
    }

    /// The weighted mean of each group; an empty group keeps its center.
    private func means(_ old: [[Double]]) -> [[Double]] {
        var sums = [[Double]](repeating: [Double](repeating: 0, count: columns), count: old.count)
        var totals = [Double](repeating: 0, count: old.count)
        for point in points.indices {
            let group = groups[point]
            totals[group] += weights[point]
            for (column, value) in zip(points[point].indices, points[point].values) {
                sums[group][Int(column)] += weights[point] * value
            }
        }
        return sums.indices.map { group in
            totals[group] > 0 ? sums[group].map { $0 / totals[group] } : old[group]
        }
    }

    private func distance(_ point: Int, _ center: [Double], _ square: Double) -> Double {
        var product = 0.0
        for (column, value) in zip(points[point].indices, points[point].values) {
            product += value * center[Int(column)]
        }
        return max(0, squares[point] + square - 2 * product)
    }

    private func dense(_ point: Int) -> [Double] {
        var values = [Double](repeating: 0, count: columns)
        for (column, value) in zip(points[point].indices, points[point].values) { values[Int(column)] = value }
        return values
    }
}
