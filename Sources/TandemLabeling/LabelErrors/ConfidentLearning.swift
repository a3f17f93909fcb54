/// Finds items whose given label is probably wrong, from a model's out-of-sample probabilities.
///
/// The same items in the same order as cleanlab 2.9's `find_label_issues`; equal scores stand in the order of items,
/// where cleanlab leaves the order to the machine's sorting.
public struct ConfidentLearning: Sendable, Hashable {
    /// Which items are flagged.
    public let filter: LabelErrorFilter
    /// How the flagged items are ordered, worst first.
    public let ranking: LabelQuality
    /// Whether the ranking takes each class's threshold into account.
    public let isAdjusted: Bool
    /// The share of the estimated noise to flag, for the three rules that prune by counts.
    public let noiseShare: Double
    /// Classes with no more items than this are never flagged by the rules that prune by counts.
    public let leastPerClass: Int

    /// Sets the method up.
    public init(
        filter: LabelErrorFilter = .pruneByNoiseRate, ranking: LabelQuality = .selfConfidence, isAdjusted: Bool = false,
        noiseShare: Double = 1, leastPerClass: Int = 1
    ) {
        precondition(noiseShare >= 0 && noiseShare <= 1 && leastPerClass >= 0, "settings in range")
        self.filter = filter
        self.ranking = ranking
        self.isAdjusted = isAdjusted
        self.noiseShare = noiseShare
        self.leastPerClass = leastPerClass
    }

    /// A flagged item.
    public struct Issue: Sendable, Hashable {
        /// The item's number.
        public let item: Int
        /// How far the model believes its label, 0 … 1; low is bad.
        public let score: Double
    }

    /// The flagged items, worst first.
    public func issues(_ data: LabeledProbabilities, joint: ConfidentJoint) -> [Issue] {
        let scores = isAdjusted ? ranking.scores(data, adjustedBy: joint.thresholds) : ranking.scores(data)
        return flagged(data, joint: joint).map { Issue(item: $0, score: scores[$0]) }
            .sorted { ($0.score, $0.item) < ($1.score, $1.item) }
    }

    /// The flagged items in ascending order.
    public func flagged(_ data: LabeledProbabilities, joint: ConfidentJoint) -> [Int] {
        switch filter {
        case .predictedNotGiven: return data.labels.indices.filter { !data.predictsGiven($0) }
        case .confidentLearning:
            return joint.guesses.indices.filter {
                joint.guesses[$0] >= 0 && joint.guesses[$0] != data.labels[$0] && !data.predictsGiven($0)
            }
        case .lowNormalizedMargin: return lowest(.normalizedMargin, data, joint)
        case .lowSelfConfidence: return lowest(.selfConfidence, data, joint)
        case .pruneByClass, .pruneByNoiseRate, .both:
            let counts = PruneCounts(joint, share: noiseShare, leastPerClass: leastPerClass)
            var isFlagged = [Bool](repeating: filter != .pruneByNoiseRate, count: data.count)
            if filter != .pruneByNoiseRate { isFlagged = counts.byClass(data) }
            if filter != .pruneByClass {
                let other = counts.byNoiseRate(data)
                for item in isFlagged.indices {
                    isFlagged[item] = filter == .both ? isFlagged[item] && other[item] : other[item]
                }
            }
            return isFlagged.indices.filter { isFlagged[$0] && !data.predictsGiven($0) }
        }
    }

    private func lowest(_ quality: LabelQuality, _ data: LabeledProbabilities, _ joint: ConfidentJoint) -> [Int] {
        LowestKeys.places(joint.offDiagonal(data), of: quality.scores(data))
    }
}
