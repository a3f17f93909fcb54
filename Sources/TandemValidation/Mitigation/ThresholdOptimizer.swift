import TandemStatistics

/// Thresholds of their own for each group that bring a rate together at the best accuracy, mixing two at random where
/// one alone cannot: Fairlearn's `ThresholdOptimizer` (Hardt, Price and Srebro 2016) with its default grid.
///
/// The same scores may then get different answers, by group and by chance. Where that cannot be explained to the person
/// concerned, ``DeterministicThresholds`` or a band for people (``RejectOptionBand``) is the better suggestion.
public struct ThresholdOptimizer: Sendable, Hashable {
    /// What is done with the scores of one group.
    public struct Rule: Sendable, Hashable {
        /// How often a constant chance takes the place of the thresholds.
        public let ignored: Double
        /// The chance of a positive answer then.
        public let constant: Double
        /// Positive above this threshold, with the chance `lowShare`.
        public let low: Double
        /// The chance of the first threshold.
        public let lowShare: Double
        /// Positive above this one otherwise.
        public let high: Double

        /// The probability of a positive answer to a score.
        public func probability(_ score: Double) -> Double {
            let mixed = (score > low ? lowShare : 0) + (score > high ? 1 - lowShare : 0)
            return ignored * constant + (1 - ignored) * mixed
        }
    }

    /// Places of the grid of rates, besides zero.
    static let gridSize = 1_000

    /// The rule of each group.
    public let rules: [Rule]

    /// Finds the thresholds.
    ///
    /// - Throws: `StatisticsError.tooFewRows` when a group lacks one of the labels, naming how many it has; merge or leave out
    ///   such groups first.
    public init(
        scores: [Double], truth: [Bool], grouping: Grouping, constraint: ThresholdConstraint
    ) throws(StatisticsError) {
        var members = [[Int]](repeating: [], count: grouping.count)
        for (row, group) in grouping.codes.enumerated() { members[Int(group)].append(row) }
        let isOdds = constraint == .equalizedOdds
        var curves: [TradeoffCurve] = []
        for rows in members {
            guard
                let curve = TradeoffCurve(
                    scores: rows.map { scores[$0] }, truth: rows.map { truth[$0] }, x: constraint.metrics[0],
                    y: isOdds ? .truePositiveRate : .accuracy)
            else { throw .tooFewRows(needed: rows.count + 1, found: rows.count) }
            curves.append(curve)
        }
        let shares = members.map { Double($0.count) / Double(scores.count) }
        rules = isOdds ? Self.odds(curves, truth: truth) : Self.simple(curves, shares: shares)
    }

    /// The rate at a place of the grid, as NumPy's `linspace` gives it.
    private static func rate(_ place: Int) -> Double {
        place == gridSize ? 1 : Double(place) * (1 / Double(gridSize))
    }

    private static func simple(_ curves: [TradeoffCurve], shares: [Double]) -> [Rule] {
        var best = (place: 0, value: -Double.infinity)
        for place in 0...gridSize {
            var value = 0.0
            for (curve, share) in zip(curves, shares) {
                value += share * curve.mixture(at: rate(place), isFirst: place == 0).y
            }
            if value > best.value { best = (place, value) }
        }
        return curves.map { curve in
            let mixture = curve.mixture(at: rate(best.place), isFirst: best.place == 0)
            return Rule(
                ignored: 0, constant: 0, low: mixture.low.threshold, lowShare: mixture.share,
                high: mixture.high.threshold)
        }
    }

    private static func odds(_ curves: [TradeoffCurve], truth: [Bool]) -> [Rule] {
        let positives = Double(truth.count { $0 })
        let negatives = Double(truth.count) - positives
        var best = (place: 0, value: -Double.infinity, y: 0.0)
        for place in 0...gridSize {
            let x = rate(place)
            let y = curves.map { $0.mixture(at: x, isFirst: place == 0).y }.min() ?? 0
            // Rounded as Fairlearn does it, so that ties break alike.
            let value =
                ((positives * y + negatives * (1 - x))
                / (positives * y + negatives * (1 - x) + negatives * x
                    + positives * (1 - y)) * 1e15).rounded(.toNearestOrEven) / 1e15
            if value > best.value { best = (place, value, y) }
        }
        let x = rate(best.place)
        return curves.map { curve in
            let mixture = curve.mixture(at: x, isFirst: best.place == 0)
            let ignored = mixture.y == x ? 0 : (mixture.y - best.y) / (mixture.y - x)
            return Rule(
                ignored: ignored, constant: x, low: mixture.low.threshold, lowShare: mixture.share,
                high: mixture.high.threshold)
        }
    }
}
