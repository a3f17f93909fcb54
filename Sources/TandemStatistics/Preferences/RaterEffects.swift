/// How one person votes: what may be theirs and not the systems'.
public struct RaterEffects: Sendable, Hashable {
    /// The rater, as a place among the raters.
    public let rater: Int
    /// Number of votes.
    public let votes: Int
    /// Mean preference for B, ties one half.
    public let preference: Double
    /// Share of decided votes for the left side, one half without bias; nil when all votes are ties.
    public let leftShare: Estimate?
    /// Share of votes that are ties: how little it takes to tell two answers apart.
    public let tieShare: Estimate?
    /// Share of pairs with another person's vote on the same item that are the same; nil without such pairs.
    public let agreement: Double?
    /// Number of such pairs.
    public let pairs: Int

    /// Measures every rater, by place.
    ///
    /// The interval of the left side's share is Wilson's. It is about this person only when sides were drawn at random.
    public static func all(_ votes: [PreferenceVote], raterCount: Int, confidence: Double = 0.95) -> [RaterEffects] {
        var counts = [Counts](repeating: Counts(), count: raterCount)
        var byItem: [Int: [Int]] = [:]
        for (place, vote) in votes.enumerated() {
            counts[vote.rater].votes += 1
            counts[vote.rater].sum += vote.choice.value
            if let isLeft = vote.isLeftChosen {
                counts[vote.rater].decided += 1
                counts[vote.rater].left += isLeft ? 1 : 0
            }
            byItem[vote.item, default: []].append(place)
        }
        for places in byItem.values {
            var chosen = [0, 0, 0]
            for place in places { chosen[Int(votes[place].choice.rawValue)] += 1 }
            for place in places {
                // A person's own second vote on an item is no other person's.
                let mine = places.filter { votes[$0].rater == votes[place].rater }
                let same = mine.count { votes[$0].choice == votes[place].choice }
                counts[votes[place].rater].pairs += places.count - mine.count
                counts[votes[place].rater].same += chosen[Int(votes[place].choice.rawValue)] - same
            }
        }
        return counts.enumerated().compactMap { rater, count in
            guard count.votes > 0 else { return nil }
            return RaterEffects(
                rater: rater, votes: count.votes, preference: count.sum / Double(count.votes),
                leftShare: .wilson(successes: count.left, of: count.decided, confidence: confidence),
                tieShare: .wilson(successes: count.votes - count.decided, of: count.votes, confidence: confidence),
                agreement: count.pairs > 0 ? Double(count.same) / Double(count.pairs) : nil, pairs: count.pairs)
        }
    }

    private struct Counts {
        var votes = 0
        var sum = 0.0
        var decided = 0
        var left = 0
        var pairs = 0
        var same = 0
    }
}
