import Foundation
import TandemStatistics

/// How far each item is from its nearest neighbors: out-of-distribution scores, equal to cleanlab's on features.
///
/// J. Kuan and J. Mueller, "Back to the Basics: Revisiting Out-of-Distribution Detection Baselines" (2022): the mean
/// distance d to k neighbors as exp(−d / median d).
public struct OutlierScores: Sendable, Hashable {
    /// The score of each item, 0 … 1; low is far away.
    public let scores: [Double]
    /// The items whose distance is far beyond the third quartile, farthest first.
    public let outliers: [Int]
    /// The mean distance from which on an item is an outlier.
    public let threshold: Double

    /// cleanlab's default: 1 / 0.37037 − 1 interquartile ranges above the third quartile.
    public static let reach = 1 / 0.37037 - 1

    /// Scores items by their neighbors.
    public init(_ neighbors: NearestNeighbors) {
        let k = neighbors.neighborCount
        let distances = (0..<neighbors.count).map { item in
            var sum = 0.0
            for rank in 0..<k { sum += neighbors.distances[item * k + rank] }
            return sum / Double(k)
        }
        let sorted = distances.sorted()
        let median = Quantiles.ofSorted(sorted, at: 0.5) ?? 0
        let scale = max(median, 1e-6)
        let tolerance =
            neighbors.metric == .cosine ? 100 * Double.ulpOfOne / 2 : (100 * Double.ulpOfOne).squareRoot()
        scores = distances.map { $0 < tolerance ? 1 : exp(-$0 / scale) }
        let first = Quantiles.ofSorted(sorted, at: 0.25) ?? 0
        let third = Quantiles.ofSorted(sorted, at: 0.75) ?? 0
        let threshold = third + Self.reach * (third - first)
        self.threshold = threshold
        outliers = distances.indices.filter { distances[$0] > threshold }
            .sorted { distances[$0] != distances[$1] ? distances[$0] > distances[$1] : $0 < $1 }
    }
}
