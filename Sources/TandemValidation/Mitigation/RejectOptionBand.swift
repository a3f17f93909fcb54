/// Cases near the threshold sent to people: how many, what gap is reached and at what accuracy, for reviewers of a given
/// accuracy.
///
/// Kamiran, Karim and Zhang's reject option (2012) gives the doubtful cases of one group the favorable answer; here they
/// are *looked at* instead. The counts are expectations: a reviewer is right with the given probability in every case of
/// the band, in all groups alike — an assumption that blind audits of reviewers by group should check.
public struct RejectOptionBand: Sendable, Hashable {
    /// What one width of the band comes to.
    public struct Width: Sendable, Hashable {
        /// Scores at most this far from the threshold go to people.
        public let margin: Double
        /// The share of cases that go to people.
        public let toPeople: Double
        /// The gap between groups over all answers, of people and model together.
        public let gap: Double
        /// The share of right answers, of people and model together.
        public let accuracy: Double
        /// The share of right answers among those the model gives alone; NaN when it gives none.
        public let accuracyAlone: Double
    }

    /// All widths that were tried, from none to everything.
    public let widths: [Width]
    /// The smallest width whose gap is at most the one asked for; nil when none is.
    public let chosen: Width?

    /// Tries bands around `threshold`.
    ///
    /// - Parameters:
    ///   - predictions: rows with scores; the predicted labels are not read.
    ///   - grouping: the group of each row.
    ///   - threshold: predicted positive from this score on.
    ///   - reviewerAccuracy: how often a person is right in the band.
    ///   - maxGap: the gap to stay below.
    ///   - constraint: which gap.
    ///   - steps: how many widths to try.
    public init(
        _ predictions: JudgedPredictions, by grouping: Grouping, threshold: Double, reviewerAccuracy: Double,
        maxGap: Double, constraint: ThresholdConstraint, steps: Int = 50
    ) {
        let scores = predictions.scores ?? predictions.predicted.map { $0 ? 1 : 0 }
        let reach = scores.reduce(0) { max($0, abs($1 - threshold)) }
        widths = (0...steps).map { step in
            Self.width(
                // Step zero is no band at all, not even for scores that lie on the threshold.
                step == 0 ? -.ulpOfOne : reach * Double(step) / Double(steps), predictions, scores, grouping, threshold,
                reviewerAccuracy, constraint)
        }
        chosen = widths.first { $0.gap <= maxGap }
    }

    private static func width(
        _ margin: Double, _ predictions: JudgedPredictions, _ scores: [Double], _ grouping: Grouping,
        _ threshold: Double, _ reviewerAccuracy: Double, _ constraint: ThresholdConstraint
    ) -> Width {
        var groups = [OutcomeCounts](repeating: OutcomeCounts(), count: grouping.count)
        var alone = OutcomeCounts()
        var reviewed = 0.0
        for row in 0..<predictions.count {
            let weight = predictions.weights?[row] ?? 1
            let truth = predictions.truth[row]
            let group = Int(grouping.codes[row])
            if abs(scores[row] - threshold) <= margin {
                reviewed += weight
                groups[group].add(truth: truth, predicted: truth, weight: weight * reviewerAccuracy)
                groups[group].add(truth: truth, predicted: !truth, weight: weight * (1 - reviewerAccuracy))
            } else {
                groups[group].add(truth: truth, predicted: scores[row] >= threshold, weight: weight)
                alone.add(truth: truth, predicted: scores[row] >= threshold, weight: weight)
            }
        }
        let all = groups.reduce(OutcomeCounts(), +)
        return Width(
            margin: max(0, margin), toPeople: OutcomeCounts.share(reviewed, all.total), gap: constraint.gap(groups),
            accuracy: OutcomeCounts.share(all.correct, all.total),
            accuracyAlone: OutcomeCounts.share(alone.correct, alone.total))
    }
}
