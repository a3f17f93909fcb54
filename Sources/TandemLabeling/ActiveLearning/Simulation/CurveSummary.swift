import TandemNumerics
import TandemStatistics

/// What the replays of one strategy come to.
public struct CurveSummary: Sendable, Hashable {
    /// One round of all replays.
    public struct Point: Sendable, Hashable {
        /// Labels paid for; the mean over replays, which differ only where a pool ran out.
        public let labels: Double
        /// The mean score with its interval over replays.
        public let score: Estimate
    }

    /// Where predictions had settled in one replay.
    public struct Stop: Sendable, Hashable {
        /// Labels paid for.
        public let labels: Int
        /// The score there.
        public let score: Double
    }

    /// The strategy.
    public let strategy: String
    /// The learning curve, round by round.
    public let points: [Point]
    /// Labels each replay needed to reach the goal; infinity where it did not.
    public let labelsToGoal: [Double]
    /// Their median, with an interval by order statistics; infinity where most replays did not get there.
    public let median: MedianInterval
    /// The mean score over the curve, per replay.
    public let area: Estimate
    /// How much better the mean score is than random's in the same replay; nil for random itself.
    public let advantage: Estimate?
    /// Labels to the goal over random's in the same replay.
    public let ratio: MedianInterval?
    /// Labels at which predictions had settled, per replay that settled, and the score there.
    public let stops: [Stop]
    /// Share of labels spent on labeled items.
    public let relabelShare: Double

    /// Sums up one strategy's curves beside random's of the same replays.
    ///
    /// - Precondition: there is at least one curve, and as many of random's.
    public init(strategy: String, curves: [LearningCurve], random: [LearningCurve]?, goal: Double, seed: UInt64) {
        precondition(!curves.isEmpty && random.map { $0.count == curves.count } ?? true, "one curve a replay")
        let bootstrap = Bootstrap(seed: seed, replicates: 1_000)
        let rounds = curves.map(\.labels.count).min() ?? 0
        self.strategy = strategy
        points = (0..<rounds).compactMap { round in
            bootstrap.mean(of: curves.map { $0.scores[round] }).map { score in
                Point(labels: curves.reduce(0) { $0 + Double($1.labels[round]) } / Double(curves.count), score: score)
            }
        }
        labelsToGoal = curves.map { $0.labels(to: goal) }
        median = MedianInterval(labelsToGoal)
        let areas = curves.map(\.area)
        let unknown = Estimate(
            value: .nan, lower: .nan, upper: .nan, n: 0, confidence: 0.95, method: .percentileBootstrap)
        area = bootstrap.mean(of: areas) ?? unknown
        advantage = random.flatMap { random in bootstrap.mean(of: zip(areas, random).map { $0 - $1.area }) }
        let needed = labelsToGoal
        ratio = random.map { random in
            MedianInterval(zip(needed, random).map { Self.ratio($0, $1.labels(to: goal)) })
        }
        stops = curves.compactMap { curve in curve.stop.map { Stop(labels: curve.labels[$0], score: curve.scores[$0]) }
        }
        let paid = curves.reduce(0) { $0 + ($1.labels.last ?? 0) }
        relabelShare = Double(curves.reduce(0) { $0 + $1.relabels }) / Double(max(paid, 1))
    }

    private static func ratio(_ own: Double, _ random: Double) -> Double {
        if own == random { return 1 }
        return random.isInfinite ? 0 : own / random
    }
}

/// A median and a distribution-free interval between two order statistics, which infinities do not disturb.
public struct MedianInterval: Sendable, Hashable {
    /// The middle value, of an even number the upper middle one.
    public let value: Double
    /// The lower end.
    public let lower: Double
    /// The upper end.
    public let upper: Double
    /// Number of values.
    public let n: Int
    /// The confidence that the interval has, at most 0.95 where the numbers suffice; with fewer than six values the whole
    /// range, with the confidence that it has: 1 − 2^(1−n).
    public let confidence: Double

    /// The narrowest symmetric interval of order statistics with confidence of at least 0.95 (binomial, exact).
    ///
    /// - Precondition: there is a value.
    public init(_ values: [Double]) {
        precondition(!values.isEmpty, "a median needs a value")
        let sorted = values.sorted()
        n = sorted.count
        value = sorted[n / 2]
        var term = 1.0
        for _ in 0..<n { term /= 2 }
        // Probability that fewer than `rank + 1` of n values lie below the median, rank by rank.
        var tail = 0.0
        var rank = 0
        var confidence = 1 - 2 * term
        for below in 0..<max(1, n / 2) {
            tail += term
            guard 1 - 2 * tail >= 0.95 else { break }
            rank = below
            confidence = 1 - 2 * tail
            term = term * Double(n - below) / Double(below + 1)
        }
        lower = sorted[rank]
        upper = sorted[n - 1 - rank]
        self.confidence = confidence
    }
}
