/// A straight line through points by medians, which one wild month cannot turn (Theil 1950, Sen 1968).
public struct TheilSen: Sendable, Hashable {
    /// The median of the slopes between all pairs of points with different x.
    public let slope: Double
    /// median(y) − slope × median(x).
    public let intercept: Double

    /// Fits the line; nil unless two points differ in x.
    public init?(x: [Double], y: [Double]) {
        guard x.count == y.count, x.allSatisfy(\.isFinite), y.allSatisfy(\.isFinite) else { return nil }
        var slopes: [Double] = []
        for right in x.indices {
            for left in 0..<right where x[left] != x[right] {
                slopes.append((y[right] - y[left]) / (x[right] - x[left]))
            }
        }
        guard let slope = Quantiles.median(slopes), let middleX = Quantiles.median(x), let middleY = Quantiles.median(y)
        else { return nil }
        self.slope = slope
        intercept = middleY - slope * middleX
    }
}
