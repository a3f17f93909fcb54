import Foundation

/// Whether people prefer B to A, with a rule for stopping that holds at every look.
///
/// An item's number is the mean preference for B of its votes, ties counting one half: items, not votes, are the
/// independent observations, for several people judge the same answers. Items are taken in the order in which they
/// first appear.
public struct PreferenceTest: Sendable, Hashable {
    /// What is known.
    public enum Outcome: Sendable, Hashable {
        /// A is preferred.
        case aBetter
        /// B is preferred.
        case bBetter
        /// The preference is shown to be within the given margin of one half.
        case noRelevantDifference
        /// Not yet known; about so many more items would do if it went on as it did; nil when no difference is seen.
        case notYet(moreItems: Int?)
    }

    /// The outcome.
    public let outcome: Outcome
    /// Mean preference for B over items, with its always-valid interval; nil without items.
    public let preference: Estimate?
    /// The interval after each item.
    public let path: [Step]
    /// The number of items after which the outcome was known; nil while it is not.
    public let decidedAt: Int?
    /// ln of the e-value against "no preference".
    public let logEvidence: Double

    /// What was known after an item.
    public struct Step: Sendable, Hashable {
        /// Mean so far.
        public let mean: Double
        /// Lower end of the interval.
        public let lower: Double
        /// Upper end.
        public let upper: Double
    }

    /// Judges items in their order.
    ///
    /// - Parameters:
    ///   - items: each item's preference for B in 0 … 1.
    ///   - confidence: of the interval, as 0.95.
    ///   - margin: how far from one half does not matter, in 0 ..< 1/2; 0 asks only for a difference.
    public init(items: [Double], confidence: Double = 0.95, margin: Double = 0) {
        precondition(margin >= 0 && margin < 0.5, "a margin lies between 0 and one half")
        var sequence = BoundedMean(alpha: 1 - confidence)
        var path: [Step] = []
        var sum = 0.0
        var outcome: Outcome?
        var decidedAt: Int?
        for value in items {
            sequence.observe(value)
            sum += value
            path.append(Step(mean: sum / Double(path.count + 1), lower: sequence.lower, upper: sequence.upper))
            if outcome == nil {
                outcome = Self.decision(sequence, margin)
                if outcome != nil { decidedAt = path.count }
            }
        }
        self.path = path
        self.decidedAt = decidedAt
        logEvidence = items.isEmpty ? 0 : sequence.logEvidenceAgainstHalf
        self.outcome =
            outcome ?? .notYet(moreItems: Self.more(items, alpha: 1 - confidence, logEvidence: logEvidence))
        preference = path.last.map {
            Estimate(
                value: $0.mean, lower: $0.lower, upper: $0.upper, n: items.count, confidence: confidence,
                method: .confidenceSequence)
        }
    }

    private static func decision(_ sequence: BoundedMean, _ margin: Double) -> Outcome? {
        if sequence.side > 0 { return .bBetter }
        if sequence.side < 0 { return .aBetter }
        let isInside = margin > 0 && sequence.lower >= 0.5 - margin && sequence.upper <= 0.5 + margin
        return isInside ? .noRelevantDifference : nil
    }

    /// About how many more items would refute "no preference": missing evidence over its growth for an item.
    ///
    /// The growth is the mean of ln(1 + λ (x − 1/2)) over the items seen, at the bet that the plug-in rule would settle
    /// on, held to half of the most that could be lost. Nil where nothing grows.
    static func more(_ items: [Double], alpha: Double, logEvidence: Double) -> Int? {
        guard !items.isEmpty else { return nil }
        let n = Double(items.count)
        let shift = items.reduce(0) { $0 + $1 - 0.5 } / n
        guard abs(shift) > 1e-9 else { return nil }
        let spread = items.reduce(0) { $0 + ($1 - 0.5) * ($1 - 0.5) } / n
        let bet = min(abs(shift) / spread, 1) * (shift < 0 ? -1 : 1)
        let growth = items.reduce(0) { $0 + log1p(bet * ($1 - 0.5)) } / n
        guard growth > 0 else { return nil }
        // Without seen growth, the first look costs the halving of the capital between the two sides.
        let missing = log(1 / alpha) - min(logEvidence, log(1 / alpha))
        let needed = (missing / growth).rounded(.up)
        return needed < 1e12 ? max(1, Int(needed)) : nil
    }

    /// Each item's mean preference for B, in the order of first appearance.
    public static func items(_ votes: [PreferenceVote]) -> [Double] {
        var places: [Int: Int] = [:]
        var sums: [(sum: Double, n: Double)] = []
        for vote in votes {
            if let place = places[vote.item] {
                sums[place].sum += vote.choice.value
                sums[place].n += 1
            } else {
                places[vote.item] = sums.count
                sums.append((vote.choice.value, 1))
            }
        }
        return sums.map { $0.sum / $0.n }
    }
}
