/// What outcomes of a decision cost, in any one unit; right automatic decisions cost nothing unless said.
public struct OperatingCosts: Sendable, Hashable {
    /// A negative decided positive.
    public var falsePositive: Double
    /// A positive decided negative.
    public var falseNegative: Double
    /// A positive decided positive; may be negative, a gain.
    public var truePositive: Double
    /// A negative decided negative; may be negative, a gain.
    public var trueNegative: Double
    /// A person's look at one row; nil where no one reviews.
    public var review: Double?
    /// The chance that a reviewer decides right, in 0 … 1.
    public var reviewerAccuracy: Double

    /// Costs of errors, and of a review where people are at hand.
    public init(
        falsePositive: Double, falseNegative: Double, truePositive: Double = 0, trueNegative: Double = 0,
        review: Double? = nil, reviewerAccuracy: Double = 1
    ) {
        self.falsePositive = falsePositive
        self.falseNegative = falseNegative
        self.truePositive = truePositive
        self.trueNegative = trueNegative
        self.review = review
        self.reviewerAccuracy = reviewerAccuracy
    }

    /// The cost of deciding `p` positives and `n` negatives positive without a person.
    func asPositive(_ p: Double, _ n: Double) -> Double { truePositive * p + falsePositive * n }

    /// The cost of deciding them negative without a person.
    func asNegative(_ p: Double, _ n: Double) -> Double { falseNegative * p + trueNegative * n }

    /// The cost of giving them to people, errors of people included.
    func reviewed(_ p: Double, _ n: Double) -> Double {
        let right = truePositive * p + trueNegative * n
        let wrong = falseNegative * p + falsePositive * n
        return (review ?? 0) * (p + n) + reviewerAccuracy * right + (1 - reviewerAccuracy) * wrong
    }
}

/// Two thresholds that split rows: below `low` decided negative, from `high` on decided positive, between them a person.
public struct OperatingPoint: Sendable, Hashable {
    /// Scores below this are decided negative; −∞ decides none so.
    public let low: Double
    /// Scores of at least this are decided positive, none at +∞; equal to `low` where no one reviews.
    public let high: Double

    /// A point.
    public init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }

    /// What a point does on rows.
    public struct Outcome: Sendable, Hashable {
        /// Mean cost of a row.
        public let cost: Double
        /// Share of the weight decided positive without a person.
        public let autoPositive: Double
        /// Share decided negative without a person.
        public let autoNegative: Double
        /// Share that a person decides.
        public let review: Double
        /// Share of the weight decided wrongly without a person.
        public let autoErrors: Double
    }

    /// What this point does on rows; nil where they have no weight.
    public func outcome(on table: ThresholdTable, costs: OperatingCosts) -> Outcome? {
        let total = table.allPositives + table.allNegatives
        guard total > 0 else { return nil }
        let top = table.atLeast(high)
        let upper = table.atLeast(low)
        let middle = (p: upper.p - top.p, n: upper.n - top.n)
        let below = (p: table.allPositives - upper.p, n: table.allNegatives - upper.n)
        let cost =
            costs.asPositive(top.p, top.n) + costs.reviewed(middle.p, middle.n) + costs.asNegative(below.p, below.n)
        return Outcome(
            cost: cost / total, autoPositive: (top.p + top.n) / total, autoNegative: (below.p + below.n) / total,
            review: (middle.p + middle.n) / total, autoErrors: (top.n + below.p) / total)
    }

    /// The cheapest point, with or without a band for people; the first found from the top on a tie.
    ///
    /// One pass over the thresholds: the cost of a band is a difference of sums, so the best lower end for each upper
    /// end is a running minimum. Thresholds lie at scores that occur. Nil where there are no rows.
    public static func cheapest(
        on table: ThresholdTable, costs: OperatingCosts, withReview: Bool
    ) -> OperatingPoint? {
        guard table.count > 0 else { return nil }
        // Cut c: the c highest distinct scores lie above it. Positive above `high`'s cut, reviewed up to `low`'s.
        func above(_ cut: Int) -> (p: Double, n: Double) {
            cut == 0 ? (0, 0) : (table.positives[cut - 1], table.negatives[cut - 1])
        }
        func threshold(_ cut: Int) -> Double { cut == 0 ? .infinity : table.thresholds[cut - 1] }
        var best: (cost: Double, high: Int, low: Int)?
        var start = (value: Double.infinity, cut: 0)
        for low in 0...table.count {
            let (p, n) = above(low)
            let below = costs.asNegative(table.allPositives - p, table.allNegatives - n)
            let single = costs.asPositive(p, n) + below
            if single < best?.cost ?? .infinity { best = (single, low, low) }
            guard withReview else { continue }
            let value = costs.asPositive(p, n) - costs.reviewed(p, n)
            if value < start.value { start = (value, low) }
            let banded = start.value + costs.reviewed(p, n) + below
            // Rounding must not open a band that saves nothing.
            if banded < (best?.cost ?? .infinity) - 1e-12 * abs(banded) { best = (banded, start.cut, low) }
        }
        guard let best else { return nil }
        let isEverything = best.low == table.count
        return OperatingPoint(low: isEverything ? -.infinity : threshold(best.low), high: threshold(best.high))
            .settled(isSingle: best.low == best.high)
    }

    /// A point without a band has one threshold, also where everything is decided one way.
    private func settled(isSingle: Bool) -> OperatingPoint {
        isSingle ? OperatingPoint(low: low, high: low) : self
    }
}

extension ThresholdTable {
    /// The weight of positives and negatives with a score of at least `threshold`.
    public func atLeast(_ threshold: Double) -> (p: Double, n: Double) {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if thresholds[middle] >= threshold { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? (0, 0) : (positives[low - 1], negatives[low - 1])
    }
}
