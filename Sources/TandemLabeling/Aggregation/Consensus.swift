/// What the votes on one item come to.
public struct Consensus: Sendable, Hashable {
    /// The winning label: the most probable, the lowest on a tie; nil when nobody voted.
    public let label: Int?
    /// The probability of each label given the votes; sums to one.
    public let posterior: [Double]
    /// Whether the first place is shared, so that a person has to decide.
    public let isTie: Bool
    /// The number of votes.
    public let votes: Int

    /// The probability of the winning label; nil when nobody voted.
    public var confidence: Double? { label.map { posterior[$0] } }

    /// Puts a consensus together from its parts.
    public init(label: Int?, posterior: [Double], isTie: Bool, votes: Int) {
        self.label = label
        self.posterior = posterior
        self.isTie = isTie
        self.votes = votes
    }
}
