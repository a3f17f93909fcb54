import TandemNumerics

/// What happens at every threshold: the weight of positives and negatives at or above each distinct score.
///
/// All curves are read from here: ROC, precision–recall, gain, and the cost of each operating point.
public struct ThresholdTable: Sendable, Hashable {
    /// The distinct scores, falling; a row is predicted positive where its score is at least the threshold.
    public let thresholds: [Double]
    /// The weight of positives with a score of at least each threshold.
    public let positives: [Double]
    /// The weight of negatives with a score of at least each threshold.
    public let negatives: [Double]
    /// The weight of all positives.
    public let allPositives: Double
    /// The weight of all negatives.
    public let allNegatives: Double

    /// Adds up rows sorted by score.
    public init(order: RankOrder, scores: [Double], positive: [Bool], weights: [Double]? = nil) {
        var thresholds: [Double] = []
        var positives: [Double] = []
        var negatives: [Double] = []
        var plus = CompensatedSum()
        var minus = CompensatedSum()
        thresholds.reserveCapacity(order.groupCount)
        positives.reserveCapacity(order.groupCount)
        negatives.reserveCapacity(order.groupCount)
        for group in 0..<order.groupCount {
            let places = order.places(group)
            for place in places {
                let row = Int(order.rows[place])
                if positive[row] { plus.add(weights?[row] ?? 1) } else { minus.add(weights?[row] ?? 1) }
            }
            thresholds.append(scores[Int(order.rows[places.lowerBound])])
            positives.append(plus.value)
            negatives.append(minus.value)
        }
        self.thresholds = thresholds
        self.positives = positives
        self.negatives = negatives
        allPositives = plus.value
        allNegatives = minus.value
    }

    /// Number of distinct scores.
    public var count: Int { thresholds.count }

    /// The share of all positives among the `share` of rows with the highest scores.
    ///
    /// Rows of equal score are taken evenly. Nil without positives or for a share outside 0 … 1.
    public func gain(at share: Double) -> Double? {
        guard allPositives > 0, share >= 0, share <= 1 else { return nil }
        let wanted = share * (allPositives + allNegatives)
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if positives[middle] + negatives[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        guard low < count else { return 1 }
        let before = low == 0 ? (p: 0.0, n: 0.0) : (p: positives[low - 1], n: negatives[low - 1])
        let size = positives[low] + negatives[low] - before.p - before.n
        let part = size > 0 ? (wanted - before.p - before.n) / size : 0
        return (before.p + part * (positives[low] - before.p)) / allPositives
    }

    /// How many times more positives the `share` of rows with the highest scores has than rows at random: gain / share.
    public func lift(at share: Double) -> Double? {
        share > 0 ? gain(at: share).map { $0 / share } : nil
    }

    /// Where the curves bend, thinned to about `limit` places, first and last kept: drawing only these draws the same curves.
    public func places(limit: Int) -> [Int] {
        // Scores of rows without weight move nothing.
        let steps: [Int] = (0..<count).filter { place in
            guard place > 0 else { return true }
            return positives[place] != positives[place - 1] || negatives[place] != negatives[place - 1]
        }
        let corners: [Int] = steps.indices.filter { index in
            guard index > 0, index + 1 < steps.count else { return true }
            let (before, here, after) = (steps[index - 1], steps[index], steps[index + 1])
            // On a straight stretch of the ROC curve the steps before and after are parallel.
            let up = (positives[here] - positives[before]) * (negatives[after] - negatives[here])
            let on = (positives[after] - positives[here]) * (negatives[here] - negatives[before])
            return up != on
        }.map { steps[$0] }
        guard corners.count > limit, limit > 1 else { return corners }
        return (0..<limit).map { corners[$0 * (corners.count - 1) / (limit - 1)] }
    }
}
