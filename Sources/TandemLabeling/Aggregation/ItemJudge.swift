/// Judges single items by what an aggregator has learned, workers going by number.
public protocol ItemJudge: Sendable {
    /// The number of possible labels.
    var labelCount: Int { get }

    /// Writes the probability of each label given the votes; the prior for a ballot without votes.
    func posterior(of ballot: Ballot, into posterior: inout [Double])

    /// The winning label, lowest on a tie, and whether the first place is shared; nil for a ballot without votes.
    func winner(of ballot: Ballot, posterior: [Double]) -> (label: Int, isTie: Bool)?
}

extension ItemJudge {
    /// The most probable label; probabilities that differ by less than 1e-12 are a tie.
    public func winner(of ballot: Ballot, posterior: [Double]) -> (label: Int, isTie: Bool)? {
        guard ballot.count > 0 else { return nil }
        let top = posterior.reduce(0, max)
        var first: Int?
        var isTie = false
        for (label, value) in posterior.enumerated() where value >= top - 1e-12 {
            isTie = first != nil
            if first == nil { first = label }
            if isTie { break }
        }
        return first.map { ($0, isTie) }
    }

    /// The whole judgment of one item.
    func consensus(of ballot: Ballot) -> Consensus {
        var posterior: [Double] = []
        self.posterior(of: ballot, into: &posterior)
        let winner = winner(of: ballot, posterior: posterior)
        return Consensus(
            label: winner?.label, posterior: posterior, isTie: winner?.isTie ?? false, votes: ballot.count)
    }
}

/// The votes on one item, workers and labels by number.
public struct Ballot: Sendable {
    /// The worker of each vote, as the judge numbers them.
    public let voters: ArraySlice<Int32>
    /// The label of each vote, in 0 ..< labelCount.
    public let labels: ArraySlice<Int32>
    /// The place of a vote that does not count; −1 for none.
    private let skipped: Int

    init(voters: ArraySlice<Int32>, labels: ArraySlice<Int32>, skipping place: Int = -1) {
        self.voters = voters
        self.labels = labels
        skipped = place
    }

    init(voters: [Int32], labels: [Int32]) { self.init(voters: voters[...], labels: labels[...]) }

    /// The number of votes that count.
    public var count: Int { voters.count - (skipped >= 0 ? 1 : 0) }

    /// Visits the votes that count, worker and label.
    @inline(__always)
    func eachVote(_ body: (_ worker: Int, _ label: Int) -> Void) {
        for (place, (worker, label)) in zip(voters, labels).enumerated() where place != skipped {
            body(Int(worker), Int(label))
        }
    }
}

extension VoteTable {
    /// The votes on an item; `skipping` leaves out the vote at that place among them, `first` takes only so many.
    func ballot(of item: Int, skipping place: Int = -1, first count: Int? = nil) -> Ballot {
        let range = range(of: item)
        let taken = range.lowerBound..<min(range.upperBound, range.lowerBound + (count ?? range.count))
        return Ballot(voters: voters[taken], labels: labels[taken], skipping: place)
    }
}
