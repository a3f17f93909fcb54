/// What one group can get from thresholds on its scores: the upper convex hull of (constrained rate, objective).
///
/// Fairlearn's `_tradeoff_curve`: thresholds half way between neighboring scores, points sorted by both coordinates,
/// Andrew's monotone chain. Points between two corners of the hull are reached by mixing two thresholds at random.
struct TradeoffCurve: Sendable {
    struct Point: Sendable, Hashable {
        let x: Double
        let y: Double
        /// Predicted positive above it.
        let threshold: Double
    }

    /// The corners of the hull, from left to right.
    let corners: [Point]

    /// The hull of a group with both labels; nil for a group with one.
    init?(scores: [Double], truth: [Bool], x: GroupMetric, y: GroupMetric) {
        let positives = truth.count { $0 }
        guard positives > 0, positives < truth.count else { return nil }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var counts = OutcomeCounts(
            trueNegatives: Double(truth.count - positives), falseNegatives: Double(positives))
        var points = [Self.point(counts, .infinity, x, y)]
        var place = 0
        while place < order.count {
            let score = scores[order[place]]
            while place < order.count, scores[order[place]] == score {
                if truth[order[place]] {
                    counts.truePositives += 1
                    counts.falseNegatives -= 1
                } else {
                    counts.falsePositives += 1
                    counts.trueNegatives -= 1
                }
                place += 1
            }
            let next = place < order.count ? scores[order[place]] : -.infinity
            points.append(Self.point(counts, (score + next) / 2, x, y))
        }
        let sorted = points.enumerated().sorted { one, other in
            (one.element.x, one.element.y, one.offset) < (other.element.x, other.element.y, other.offset)
        }
        corners = Self.hull(sorted.map(\.element))
    }

    /// The mixture of two corners that reaches the rate `x`, its objective, and the share of the first.
    func mixture(at x: Double, isFirst: Bool) -> (y: Double, share: Double, low: Point, high: Point) {
        var right = corners.firstIndex { $0.x > x } ?? corners.count
        // A rate that is a corner's own is reached from its left, as Fairlearn does, but for the first of the grid.
        if !isFirst, right > 0, corners[right - 1].x == x { right -= 1 }
        let low = corners[max(0, min(right - 1, corners.count - 2))]
        let high = corners[min(max(right, 1), corners.count - 1)]
        let share = (high.x - x) / (high.x - low.x)
        return (share * low.y + (1 - share) * high.y, share, low, high)
    }

    private static func point(_ counts: OutcomeCounts, _ threshold: Double, _ x: GroupMetric, _ y: GroupMetric) -> Point
    {
        Point(x: x.value(counts, rows: 0), y: y.value(counts, rows: 0), threshold: threshold)
    }

    private static func hull(_ sorted: [Point]) -> [Point] {
        var kept: [Point] = []
        for point in sorted {
            while kept.count >= 2 {
                let (first, middle) = (kept[kept.count - 2], kept[kept.count - 1])
                guard (middle.y - first.y) * (point.x - first.x) <= (point.y - first.y) * (middle.x - first.x) else {
                    break
                }
                kept.removeLast()
            }
            kept.append(point)
        }
        return kept
    }
}
