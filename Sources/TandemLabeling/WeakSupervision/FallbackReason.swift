/// Why labels come from the majority: the label model cannot be expected to do better on such votes.
///
/// Accuracies are learned from agreement alone, so there must be agreement to learn from: three functions with votes, two
/// of the labels, and enough tasks with two votes. And a model is not believed that overturns what independent functions
/// say with one voice; that is how a fit looks that has exchanged or merged labels.
public enum FallbackReason: Sendable, Hashable {
    /// The majority was asked for.
    case asked
    /// No function voted on any task.
    case noVotes
    /// Fewer than three functions voted.
    case tooFewFunctions(Int)
    /// All votes are for one label.
    case oneLabel
    /// Fewer than 30 tasks have two votes or more.
    case tooLittleOverlap(Int)
    /// The model overturns more than a tenth of the tasks on which two or more functions agree and none disagrees.
    case overturnsUnanimity(share: Double)

    static let leastFunctions = 3
    static let leastOverlap = 30
    static let mostOverturned = 0.1

    /// Nil when the model may be expected to do better.
    init?(_ overview: VoteOverview, _ patterns: VotePatterns, _ fit: LabelModelFit?) {
        let voting = overview.functions.count { $0.covered > 0 }
        let labels = (0..<patterns.labelCount).count { label in overview.functions.contains { $0.votes[label] > 0 } }
        guard let fit, voting > 0 else {
            self = .noVotes
            return
        }
        if voting < Self.leastFunctions {
            self = .tooFewFunctions(voting)
        } else if labels < 2 {
            self = .oneLabel
        } else if overview.overlaps < Self.leastOverlap {
            self = .tooLittleOverlap(overview.overlaps)
        } else if let share = Self.overturned(patterns, fit), share > Self.mostOverturned {
            self = .overturnsUnanimity(share: share)
        } else {
            return nil
        }
    }

    /// Share of the tasks with several votes, all for one label, that the model labels otherwise; nil without any.
    private static func overturned(_ patterns: VotePatterns, _ fit: LabelModelFit) -> Double? {
        var unanimous = 0.0
        var overturned = 0.0
        for pattern in 0..<patterns.count {
            let votes = patterns.labels[patterns.offsets[pattern]..<patterns.offsets[pattern + 1]]
            guard votes.count > 1, let label = votes.first, votes.allSatisfy({ $0 == label }) else { continue }
            unanimous += patterns.counts[pattern]
            let row = fit.posterior[pattern * patterns.labelCount..<(pattern + 1) * patterns.labelCount]
            if let top = row.max(), row[row.startIndex + Int(label)] < top { overturned += patterns.counts[pattern] }
        }
        return unanimous > 0 ? overturned / unanimous : nil
    }

    /// One sentence for people.
    public var sentence: String {
        switch self {
        case .asked: "the majority was asked for"
        case .noVotes: "no function voted on any task"
        case .tooFewFunctions(let count):
            "only \(count) function\(count == 1 ? "" : "s") voted; accuracies can be told from the agreement of three or "
                + "more"
        case .oneLabel: "all votes are for one label, so agreement says nothing about accuracy"
        case .tooLittleOverlap(let count):
            "only \(count) tasks have two votes or more; a label model needs \(Self.leastOverlap) to learn from"
        case .overturnsUnanimity(let share):
            "the label model overturns \(Int((share * 100).rounded())) % of the tasks on which several functions agree; "
                + "it is not believed above \(Int(Self.mostOverturned * 100)) %"
        }
    }
}
