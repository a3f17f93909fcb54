/// How well a score separates positives from negatives, whatever the threshold.
public enum RankingMetrics {
    /// The area under the ROC curve: the chance that a positive scores above a negative, ties counting half; nil
    /// unless both kinds are present.
    ///
    /// Computed from mid-ranks (Mann and Whitney 1947) in O(n log n).
    public static func rocAUC(scores: [Double], positive: [Bool]) throws(StatisticsError) -> Double? {
        let groups = try tieGroups(scores, positive)
        let positives = groups.reduce(0) { $0 + $1.positives }
        let negatives = groups.reduce(0) { $0 + $1.negatives }
        guard positives > 0, negatives > 0 else { return nil }
        // Descending scores: every negative below a group's positives counts 1, every one beside them a half.
        var negativesAbove = 0
        var twice = 0.0
        for group in groups {
            let below = negatives - negativesAbove - group.negatives
            twice += Double(group.positives) * Double(2 * below + group.negatives)
            negativesAbove += group.negatives
        }
        return twice / (2 * Double(positives) * Double(negatives))
    }

    /// The area under the precision–recall curve as average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over distinct scores
    /// (no interpolation); nil without positives.
    public static func averagePrecision(scores: [Double], positive: [Bool]) throws(StatisticsError) -> Double? {
        let groups = try tieGroups(scores, positive)
        let positives = groups.reduce(0) { $0 + $1.positives }
        guard positives > 0 else { return nil }
        var found = 0
        var seen = 0
        var area = 0.0
        for group in groups {
            found += group.positives
            seen += group.positives + group.negatives
            area += Double(group.positives) / Double(positives) * Double(found) / Double(seen)
        }
        return area
    }

    private struct TieGroup {
        var positives = 0
        var negatives = 0
    }

    /// Positives and negatives at each distinct score, highest first.
    private static func tieGroups(_ scores: [Double], _ positive: [Bool]) throws(StatisticsError) -> [TieGroup] {
        guard scores.count == positive.count else {
            throw .lengthMismatch(expected: scores.count, found: positive.count)
        }
        if let bad = scores.firstIndex(where: \.isNaN) { throw .invalidValue(at: bad) }
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        var groups: [TieGroup] = []
        var last: Double?
        for index in order {
            if last != scores[index] { groups.append(TieGroup()) }
            last = scores[index]
            if positive[index] {
                groups[groups.count - 1].positives += 1
            } else {
                groups[groups.count - 1].negatives += 1
            }
        }
        return groups
    }
}
