import TandemNumerics

/// Split conformal prediction: how sets of labels are calibrated so that they hold the truth as often as promised.
///
/// V. Vovk, A. Gammerman and G. Shafer, "Algorithmic Learning in a Random World" (2005). The set of an item holds the
/// labels whose score is at most the ⌈(n + 1)(1 − α)⌉-th smallest score of the true labels of n calibration items. If
/// those and the item are exchangeable, the set holds the truth with probability at least 1 − α **on average** over
/// calibrations and items; with strata, on average within each true label or group (Mondrian).
public struct ConformalRule: Sendable, Hashable {
    /// Within what the promise is kept.
    public enum Stratum: String, Sendable, Hashable, CaseIterable {
        /// Over all items together.
        case all
        /// Among the items of each true label.
        case label
        /// Among the items of each group.
        case group
    }

    /// How strange a label is.
    public let score: ConformalScore
    /// 1 − α.
    public let confidence: Double
    /// Within what the promise is kept.
    public let stratum: Stratum
    /// Whether cumulative scores are randomized, so that the promise is kept exactly and not more than kept.
    ///
    /// Sets may then be empty. Deterministic cumulative scores always keep the likeliest label.
    public let isRandomized: Bool
    /// Start of what is random.
    public let seed: UInt64

    /// Sets the rule up.
    ///
    /// - Precondition: `confidence` lies strictly between 0 and 1.
    public init(
        score: ConformalScore, confidence: Double, stratum: Stratum = .all, isRandomized: Bool = false, seed: UInt64 = 1
    ) {
        precondition(confidence > 0 && confidence < 1, "a confidence lies between 0 and 1")
        self.score = score
        self.confidence = confidence
        self.stratum = stratum
        self.isRandomized = isRandomized && score.isCumulative
        self.seed = seed
    }

    /// Calibrates on the items whose truth is known; the others are left out.
    public func calibrate(_ items: CalibrationProbabilities, threads: Int = 1) -> ConformalFit {
        let trueScores = scoresOfTruth(items, threads: threads)
        let count =
            switch stratum {
            case .all: 1
            case .label: items.labelCount
            case .group: max(1, items.groupCount)
            }
        var strata = [[Double]](repeating: [], count: count)
        for item in 0..<items.count {
            guard let truth = items.truth[item] else { continue }
            strata[place(label: truth, group: items.groups.isEmpty ? 0 : items.groups[item])].append(trueScores[item])
        }
        return ConformalFit(rule: self, sortedScores: strata.map { $0.sorted() })
    }

    /// The score of each item's true label; NaN where it is not known.
    public func scoresOfTruth(_ items: CalibrationProbabilities, threads: Int = 1) -> [Double] {
        Blocks(count: items.count).map(threads: threads) { range in
            var scores = [Double](repeating: 0, count: items.labelCount)
            return range.map { item -> Double in
                guard let truth = items.truth[item] else { return .nan }
                score.write(items.row(item), share: share(item, of: .calibration), to: &scores)
                return scores[truth]
            }
        }.flatMap { $0 }
    }

    /// Which stratum a label of an item in a group belongs to.
    func place(label: Int, group: Int) -> Int {
        switch stratum {
        case .all: 0
        case .label: label
        case .group: group
        }
    }

    /// Whose random numbers.
    enum Purpose: UInt64 {
        case calibration = 1
        case prediction = 2
    }

    /// The share u of an item's own probability that is taken away.
    func share(_ item: Int, of purpose: Purpose) -> Double {
        guard isRandomized else { return 0 }
        var random = SplitMix64(seed: seed).split(purpose.rawValue).split(UInt64(item))
        return random.uniform()
    }
}
