/// Which method suits the votes, by their redundancy, and why.
///
/// A confusion matrix has K(K − 1) numbers a worker, so Dawid–Skene needs many votes a worker and several an item: with
/// one to five votes an item on CIFAR-10H it falls below majority (Goh, Tkachenko and Mueller 2022), on the four crowd
/// sets of the tests, with five to 39, it is the best of crowd-kit's methods. One accuracy a worker needs less, and
/// majority nothing.
public struct AutomaticChoice: Sendable, Hashable {
    /// Votes a worker and label from which a confusion matrix can be learned.
    static let votesForConfusion = 10
    /// Votes a worker from which an accuracy can be learned.
    static let votesForAccuracy = 10
    /// Votes an item, on average, from which a confusion matrix can be learned without known answers.
    static let votesAnItem = 3.0
    /// Answers to known items, a worker and label, that make up for fewer votes an item.
    static let knownForConfusion = 5

    /// The name of the method.
    public let name: String
    /// Why, in a sentence with the figures it rests on.
    public let why: String

    /// Looks at votes and known items.
    public init(_ votes: VoteTable, known: KnownLabels = .none) {
        let judged = votes.items.indices.count { !votes.range(of: $0).isEmpty }
        let anItem = judged == 0 ? 0 : Double(votes.voteCount) / Double(judged)
        var given = [Int](repeating: 0, count: votes.workers.count)
        var tested = given
        for item in votes.items.indices {
            for vote in votes.range(of: item) {
                given[votes.worker(of: vote)] += 1
                if known[item] != nil { tested[votes.worker(of: vote)] += 1 }
            }
        }
        let confusing = Self.votesForConfusion * votes.labelCount
        let shareConfusing = Self.share(of: given, from: confusing, measure: given)
        let shareKnown = Self.share(of: given, from: Self.knownForConfusion * votes.labelCount, measure: tested)
        let shareAccurate = Self.share(of: given, from: Self.votesForAccuracy, measure: given)
        let figures = "\(Self.rounded(anItem)) votes an item"
        if anItem < 1.5, known.isEmpty {
            name = MajorityVote.name
            why = "\(figures): too few items are judged twice to learn anything about workers"
        } else if shareConfusing >= 0.5, anItem >= Self.votesAnItem || shareKnown >= 0.5 {
            name = DawidSkene.name
            let more = anItem >= Self.votesAnItem ? "" : ", and known items tell how workers confuse labels"
            why =
                "\(figures), and \(Self.percent(shareConfusing)) of votes come from workers with at least "
                + "\(confusing): enough to learn who confuses which labels\(more)"
        } else if shareAccurate >= 0.5 {
            name = OneCoinDawidSkene.name
            why =
                "\(figures), and \(Self.percent(shareConfusing)) of votes come from workers with at least "
                + "\(confusing): too few to learn who confuses which labels, enough for one accuracy a worker"
        } else {
            name = MajorityVote.name
            why =
                "\(figures), and only \(Self.percent(shareAccurate)) of votes come from workers with at least "
                + "\(Self.votesForAccuracy): too few to learn anything about workers"
        }
    }

    /// The method itself.
    public func aggregator(seed: UInt64 = 1) -> any Aggregator {
        Aggregators.named(name, seed: seed) ?? MajorityVote()
    }

    /// The share of votes from workers whose measure reaches a bar.
    private static func share(of given: [Int], from bar: Int, measure: [Int]) -> Double {
        let all = given.reduce(0, +)
        let reached = given.indices.reduce(0) { $0 + (measure[$1] >= bar ? given[$1] : 0) }
        return all == 0 ? 0 : Double(reached) / Double(all)
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func rounded(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
