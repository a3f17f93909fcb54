/// A way to make one label out of many votes.
///
/// Extension point: one file, and one line in ``Aggregators``. Fitting reads all votes of a project and is a job;
/// resolving one item uses the last fit and is cheap enough for the transaction that stores the deciding vote. Both are
/// deterministic, at any number of threads.
public protocol Aggregator: Sendable {
    /// What fitting learns about the workers.
    associatedtype Fit: AggregatorFit

    /// A stable name, as it stands in policies, commands and events.
    static var name: String { get }

    /// Learns from votes and judges all items; an empty table gives a usable fit that knows nobody.
    ///
    /// - Parameters:
    ///   - votes: the votes.
    ///   - known: the items whose label is known; their posterior is certainty throughout.
    ///   - threads: most threads to use, at least 1; the result does not depend on it.
    /// - Returns: each item's posterior, and what was learned.
    func aggregate(_ votes: VoteTable, known: KnownLabels, threads: Int) -> Aggregation<Fit>
}

extension Aggregator {
    /// Learns from votes, for single items to come.
    public func fit(_ votes: VoteTable) -> Fit { aggregate(votes, known: .none, threads: 1).fit }
}

/// What an aggregator makes of a table of votes.
public struct Aggregation<Fit: AggregatorFit>: Sendable {
    /// The probability of each label for each item, items × labels; each item's sum to one.
    public let posteriors: [Double]
    /// What was learned, ready to judge single items.
    public let fit: Fit
    /// Rounds of expectation and maximization; 0 for methods without.
    public let rounds: Int
    /// Whether the rounds ended by themselves, before the most allowed.
    public let hasConverged: Bool

    /// An aggregation from its parts.
    public init(posteriors: [Double], fit: Fit, rounds: Int = 0, hasConverged: Bool = true) {
        self.posteriors = posteriors
        self.fit = fit
        self.rounds = rounds
        self.hasConverged = hasConverged
    }
}
