import Foundation
import TandemStatistics

/// Items that are nearly the same, in groups.
public struct NearDuplicates: Sendable, Hashable {
    /// Items that belong together, ascending; groups by their first item.
    public let groups: [[Int]]
    /// How far each item is from being a duplicate, 0 … 1; 0 has an exact one.
    public let scores: [Double]

    /// Items nearer to each other than `share` of the median distance to the nearest neighbor, as cleanlab's Datalab
    /// finds them.
    public init(_ neighbors: NearestNeighbors, share: Double = 0.13) {
        let k = neighbors.neighborCount
        let nearest = (0..<neighbors.count).map { neighbors.distances[$0 * k] }
        let median = max(Quantiles.median(nearest) ?? 0, 1e-6)
        var groups = Groups(count: neighbors.count)
        for item in 0..<neighbors.count {
            for rank in 0..<k where neighbors.distances[item * k + rank] < share * median {
                groups.join(item, Int(neighbors.neighbors[item * k + rank]))
            }
        }
        self.groups = groups.lists
        scores = nearest.map { $0 <= 1e-8 ? 0 : 1 - exp(-$0 / median) }
    }

    /// Texts with the same words, or most of their runs of five letters in common.
    ///
    /// Texts are compared in lower case without punctuation. Candidates come from MinHash signatures in bands (A. Broder
    /// 1997), each is checked by its exact Jaccard similarity.
    ///
    /// - Parameters:
    ///   - texts: a text an item; empty ones are never duplicates.
    ///   - similarity: least share of common runs, in 0 … 1.
    ///   - threads: threads to compute with; the result does not depend on it.
    public init(texts: [String], similarity: Double = 0.8, threads: Int = 1) {
        let index = ShingleIndex(texts, threads: threads)
        var groups = Groups(count: texts.count)
        var best = [Double](repeating: 0, count: texts.count)
        for (first, second, common) in index.pairs(similarity: similarity) {
            groups.join(first, second)
            best[first] = max(best[first], common)
            best[second] = max(best[second], common)
        }
        self.groups = groups.lists
        scores = best.map { 1 - $0 }
    }
}

/// Items joined into groups; the lowest item stands for its group, so that the order of joining does not matter.
struct Groups {
    private var parents: [Int]

    init(count: Int) { parents = Array(0..<count) }

    mutating func root(_ item: Int) -> Int {
        var item = item
        while parents[item] != item {
            parents[item] = parents[parents[item]]
            item = parents[item]
        }
        return item
    }

    mutating func join(_ first: Int, _ second: Int) {
        let a = root(first)
        let b = root(second)
        if a != b { parents[max(a, b)] = min(a, b) }
    }

    /// The groups of at least two items.
    var lists: [[Int]] {
        var copy = self
        var members: [Int: [Int]] = [:]
        for item in parents.indices { members[copy.root(item), default: []].append(item) }
        return members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    }
}
