import TandemNumerics

/// How well each class's probability ranks its own rows above those of each other class.
///
/// One pass over each class's order gives all pairs of classes at once, so that one-vs-rest and one-vs-one areas
/// share their sorting (D. Hand and R. Till, Machine Learning 45, 2001).
public struct ClassRanking: Sendable, Hashable {
    /// wins[c, d]: weight of pairs of a row of c and a row of d where c's probability is higher on the former.
    public let wins: Matrix
    /// The weight of each class.
    public let support: [Double]
    /// Average precision of each class against the rest; nil for a class without rows.
    public let averagePrecision: [Double?]

    /// Ranks rows, each class in 0 ..< `orders.count`, by each class's probability.
    public init(orders: [RankOrder], truth: [Int32], weights: [Double]) {
        let classes = orders.count
        var support = [Double](repeating: 0, count: classes)
        for row in truth.indices { support[Int(truth[row])] += weights[row] }
        var wins = Matrix(rows: classes, columns: classes)
        var precision: [Double?] = []
        for (label, order) in orders.enumerated() {
            let found = Self.pass(label, order, truth, weights, classes)
            for other in 0..<classes { wins[label, other] = found.wins[other] }
            precision.append(support[label] > 0 ? found.area / support[label] : nil)
        }
        self.wins = wins
        self.support = support
        averagePrecision = precision
    }

    private static func pass(
        _ label: Int, _ order: RankOrder, _ truth: [Int32], _ weights: [Double], _ classes: Int
    ) -> (wins: [Double], area: Double) {
        var wins = [Double](repeating: 0, count: classes)
        var own = 0.0
        var seen = 0.0
        var area = 0.0
        for group in 0..<order.groupCount {
            let places = order.places(group)
            var here = 0.0
            var all = 0.0
            for place in places {
                let row = Int(order.rows[place])
                all += weights[row]
                if truth[row] == label { here += weights[row] }
            }
            // A row of another class loses to every own row above it, and half to those beside it.
            for place in places {
                let row = Int(order.rows[place])
                wins[Int(truth[row])] += weights[row] * (own + here / 2)
            }
            own += here
            seen += all
            if here > 0 { area += here * own / seen }
        }
        return (wins, area)
    }

    /// The area of a class against all others; nil unless both have weight.
    public func oneVsRest(_ label: Int) -> Double? {
        let total = support.reduce(0, +)
        let pairs = support[label] * (total - support[label])
        guard pairs > 0 else { return nil }
        var sum = 0.0
        for other in support.indices where other != label { sum += wins[label, other] }
        return sum / pairs
    }

    /// The mean area over classes, each counted `byWeight` or once; nil where a class has no rows.
    public func oneVsRest(byWeight: Bool) -> Double? {
        let areas = support.indices.compactMap { oneVsRest($0) }
        guard areas.count == support.count else { return nil }
        return Self.mean(areas, byWeight ? support : nil)
    }

    /// The mean area over pairs of classes, each pair counted by its weight or once; nil where a class has no rows.
    public func oneVsOne(byWeight: Bool) -> Double? {
        guard support.allSatisfy({ $0 > 0 }), support.count > 1 else { return nil }
        var areas: [Double] = []
        var shares: [Double] = []
        for first in support.indices {
            for second in (first + 1)..<max(first + 1, support.count) {
                let pairs = support[first] * support[second]
                areas.append((wins[first, second] + wins[second, first]) / (2 * pairs))
                shares.append(support[first] + support[second])
            }
        }
        return Self.mean(areas, byWeight ? shares : nil)
    }

    /// The mean average precision over classes; nil where a class has no rows.
    public func averagePrecision(byWeight: Bool) -> Double? {
        let areas = averagePrecision.compactMap { $0 }
        return areas.count == support.count ? Self.mean(areas, byWeight ? support : nil) : nil
    }

    private static func mean(_ values: [Double], _ weights: [Double]?) -> Double? {
        guard let weights else { return values.reduce(0, +) / Double(values.count) }
        let total = weights.reduce(0, +)
        return total > 0 ? zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total : nil
    }
}
