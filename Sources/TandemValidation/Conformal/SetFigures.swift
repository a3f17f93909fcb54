import TandemStatistics

/// How sets of labels did: how often they held the truth, and how large they were.
public struct SetFigures: Sendable, Hashable {
    /// The number of items with a known truth.
    public let n: Int
    /// How many of them had the truth in their set.
    public let covered: Int
    /// The average number of labels in a set; NaN without items.
    public let meanSize: Double
    /// For each size from 0 on, how many sets had it, and how many of those held the truth.
    public let bySize: [Size]

    /// Sets of one size.
    public struct Size: Sendable, Hashable {
        /// How many there are.
        public var count = 0
        /// How many of them held the truth.
        public var covered = 0
    }

    /// The figures of some items' sets.
    ///
    /// `items` are the places to look at; those without a truth are left out.
    public init(sets: [[Int]], truth: [Int?], items: some Sequence<Int>) {
        var bySize: [Size] = []
        var labels = 0
        for item in items {
            guard let truth = truth[item] else { continue }
            let size = sets[item].count
            while bySize.count <= size { bySize.append(Size()) }
            bySize[size].count += 1
            bySize[size].covered += sets[item].contains(truth) ? 1 : 0
            labels += size
        }
        self.bySize = bySize
        n = bySize.reduce(0) { $0 + $1.count }
        covered = bySize.reduce(0) { $0 + $1.covered }
        meanSize = n == 0 ? .nan : Double(labels) / Double(n)
    }

    /// The share of sets that held the truth, with its exact interval; nil without items.
    public func coverage(confidence: Double = 0.95) -> Estimate? {
        Estimate.clopperPearson(successes: covered, of: n, confidence: confidence)
    }
}
