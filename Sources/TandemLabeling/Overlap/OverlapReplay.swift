import TandemNumerics

/// Replays votes in the order they were given and asks another person only while the item is in doubt.
///
/// The method learns about workers from the other folds of the items, never from the item it judges, so that the replay
/// knows no more than a running project would. An item ends when its posterior reaches the bar or its votes are used up.
public struct OverlapReplay: Sendable {
    /// The posterior at which nobody is asked any more, 0 … 1.
    public let stopAt: Double
    /// Parts of the items, each judged by what the others teach.
    public let folds: Int
    /// Which item falls into which part.
    public let seed: UInt64

    /// A replay.
    /// - Precondition: 0 < stopAt ≤ 1 and at least two folds.
    public init(stopAt: Double, folds: Int = 5, seed: UInt64 = 1) {
        precondition(stopAt > 0 && stopAt <= 1 && folds >= 2, "a bar for a probability, and two folds")
        self.stopAt = stopAt
        self.folds = folds
        self.seed = seed
    }

    /// Replays all items.
    ///
    /// - Parameters:
    ///   - votes: the votes; those on an item in the order they were given.
    ///   - method: how the votes so far are judged.
    ///   - threads: most threads to use.
    /// - Returns: what each item would have cost and come to, and what fixed numbers of votes would.
    public func run(_ votes: VoteTable, by method: some Aggregator, threads: Int) -> OverlapCourse {
        let fold = assignment(votes.items.count)
        var course = OverlapCourse(votes)
        for part in 0..<folds {
            let known = votes.leaving { fold[$0] != part }
            let fit = method.aggregate(known, known: .none, threads: threads).fit
            replay(votes, judge: fit.judge(of: votes.workers), items: fold.indices.filter { fold[$0] == part }, &course)
        }
        return course
    }

    private func assignment(_ items: Int) -> [Int] {
        var random = SplitMix64(seed: seed)
        var fold = [Int](repeating: 0, count: items)
        for (place, item) in random.permutation(items).enumerated() { fold[item] = place % folds }
        return fold
    }

    private func replay(_ votes: VoteTable, judge: any ItemJudge, items: [Int], _ course: inout OverlapCourse) {
        var posterior: [Double] = []
        for item in items {
            let all = votes.range(of: item).count
            var hasStopped = all == 0
            for used in stride(from: 1, through: all, by: 1) {
                let ballot = votes.ballot(of: item, first: used)
                judge.posterior(of: ballot, into: &posterior)
                guard let winner = judge.winner(of: ballot, posterior: posterior) else { continue }
                course.note(item, used: used, label: winner.label)
                guard !hasStopped else { continue }
                let confidence = posterior[winner.label]
                hasStopped = confidence >= stopAt && !winner.isTie
                course.settle(item, used: used, label: winner.label, confidence: confidence)
            }
        }
    }
}

/// What a replay found.
public struct OverlapCourse: Sendable, Hashable {
    /// Votes used by each item.
    public private(set) var used: [Int]
    /// The label each item came to; −1 without votes.
    public private(set) var labels: [Int32]
    /// Its probability when it was settled.
    public private(set) var confidence: [Double]
    /// The label after each vote, by vote number: what a fixed number of votes would have come to.
    public private(set) var labelAfter: [Int32]
    private let offsets: [Int]

    init(_ votes: VoteTable) {
        used = [Int](repeating: 0, count: votes.items.count)
        labels = [Int32](repeating: -1, count: votes.items.count)
        confidence = [Double](repeating: 0, count: votes.items.count)
        labelAfter = [Int32](repeating: -1, count: votes.voteCount)
        offsets = votes.offsets
    }

    /// The label of an item after at most so many votes; −1 without votes.
    public func label(of item: Int, after count: Int) -> Int32 {
        let taken = min(count, offsets[item + 1] - offsets[item])
        return taken > 0 ? labelAfter[offsets[item] + taken - 1] : -1
    }

    mutating func note(_ item: Int, used: Int, label: Int) { labelAfter[offsets[item] + used - 1] = Int32(label) }

    mutating func settle(_ item: Int, used count: Int, label: Int, confidence value: Double) {
        used[item] = count
        labels[item] = Int32(label)
        confidence[item] = value
    }
}

extension VoteTable {
    /// The same table with votes on some items only; workers keep their numbers, other items stay without votes.
    func leaving(_ isKept: (Int) -> Bool) -> VoteTable {
        var offsets = [0]
        var voters: [Int32] = []
        var labels: [Int32] = []
        for item in items.indices {
            if isKept(item) {
                voters += self.voters[range(of: item)]
                labels += self.labels[range(of: item)]
            }
            offsets.append(voters.count)
        }
        return VoteTable(
            labelCount: labelCount, items: items, workers: workers, offsets: offsets, voters: voters, labels: labels)
    }
}
