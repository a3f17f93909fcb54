/// The scores of what is truly there, item by item: all that a false-negative rate depends on.
public struct PositiveScores: Sendable, Hashable {
    /// For each item that has a positive, the scores of its positives; higher is surer.
    public let items: [[Double]]

    /// Scores of the positives of items; items without positives say nothing about what is missed and are left out.
    ///
    /// - Precondition: no score is NaN.
    public init(_ items: [[Double]]) {
        precondition(items.allSatisfy { $0.allSatisfy { !$0.isNaN } }, "scores are numbers")
        self.items = items.filter { !$0.isEmpty }
    }

    /// The number of items with a positive.
    public var count: Int { items.count }

    /// The average over items of the share of positives below each threshold.
    ///
    /// - Parameter thresholds: In falling order.
    /// - Returns: A false-negative rate for each threshold; 0 without items.
    func missed(below thresholds: [Double]) -> [Double] {
        // What each positive weighs, 1 / (its item's positives), once its score is reached.
        var weighted = items.flatMap { item in item.map { (score: $0, weight: 1 / Double(item.count)) } }
        weighted.sort { $0.score > $1.score }
        var found = 0.0
        var place = 0
        return thresholds.map { threshold in
            while place < weighted.count, weighted[place].score >= threshold {
                found += weighted[place].weight
                place += 1
            }
            return count == 0 ? 0 : max(0, 1 - found / Double(count))
        }
    }

    /// All different scores in falling order.
    var distinct: [Double] { Set(items.joined()).sorted(by: >) }
}
