/// The majority label of each item; ties fall to the label the model prefers, then to the one rarer in all votes, then
/// to the one whose voters agree more often with untied majorities, then to the lowest.
struct ModelMajority {
    private(set) var labels: [Int32]

    init(_ votes: VoteTable, _ probabilities: [Double]) {
        labels = [Int32](repeating: -1, count: votes.items.count)
        var frequency = [Int](repeating: 0, count: votes.labelCount)
        var tied: [(item: Int, labels: [Int])] = []
        for item in votes.items.indices {
            let counts = votes.counts(on: item)
            for (label, count) in counts.enumerated() { frequency[label] += count }
            let most = counts.max() ?? 0
            let first = counts.indices.filter { counts[$0] == most }
            if first.count == 1 { labels[item] = Int32(first[0]) } else { tied.append((item, first)) }
        }
        let untied = labels
        for place in tied.indices {
            let item = tied[place].item
            tied[place].labels = Self.top(tied[place].labels) { probabilities[item * votes.labelCount + $0] }
            tied[place].labels = Self.top(tied[place].labels) { Double(-frequency[$0]) }
        }
        let skills = tied.contains { $0.labels.count > 1 } ? Self.agreement(votes, untied) : []
        for (item, left) in tied {
            let range = votes.range(of: item)
            let winners = left.count == 1 ? left : Self.top(left) { Self.mean(of: $0, range, votes, skills) }
            labels[item] = Int32(winners.first ?? 0)
        }
    }

    private static func top(_ labels: [Int], by value: (Int) -> Double) -> [Int] {
        let values = labels.map(value)
        let best = values.max() ?? 0
        return zip(labels, values).filter { $0.1 == best }.map(\.0)
    }

    /// The mean skill of those who gave a label to an item.
    private static func mean(of label: Int, _ range: Range<Int>, _ votes: VoteTable, _ skills: [Double]) -> Double {
        let voters = range.filter { votes.label(of: $0) == label }.map { votes.worker(of: $0) }.sorted()
        return voters.reduce(0) { $0 + skills[$1] } / Double(max(1, voters.count))
    }

    /// How often each worker agrees with the majorities that are not tied; the mean of all for those without any.
    private static func agreement(_ votes: VoteTable, _ majority: [Int32]) -> [Double] {
        var right = [Double](repeating: 0, count: votes.workers.count)
        var all = right
        for item in votes.items.indices where majority[item] >= 0 {
            for vote in votes.range(of: item) {
                right[votes.worker(of: vote)] += votes.labels[vote] == majority[item] ? 1 : 0
                all[votes.worker(of: vote)] += 1
            }
        }
        let known = right.indices.filter { all[$0] > 0 }
        let mean = known.isEmpty ? 0 : known.reduce(0) { $0 + right[$1] / all[$1] } / Double(known.count)
        return right.indices.map { all[$0] > 0 ? right[$0] / all[$0] : mean }
    }
}
