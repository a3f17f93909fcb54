/// One person's blind choice between the answers of two systems, A and B, to the same item.
public struct PreferenceVote: Sendable, Hashable {
    /// What was chosen.
    public enum Choice: Int8, Sendable, Hashable {
        /// The answer of A.
        case a = 0
        /// Neither: equally good.
        case tie = 1
        /// The answer of B.
        case b = 2

        /// The preference for B: 0, 1/2 or 1.
        public var value: Double { Double(rawValue) / 2 }
    }

    /// What was judged, as a place among the items.
    public let item: Int
    /// Who judged, as a place among the raters.
    public let rater: Int
    /// Whether B's answer stood on the left.
    public let isBLeft: Bool
    /// What was chosen.
    public let choice: Choice

    /// A vote.
    public init(item: Int, rater: Int, isBLeft: Bool, choice: Choice) {
        self.item = item
        self.rater = rater
        self.isBLeft = isBLeft
        self.choice = choice
    }

    /// Whether the answer on the left was chosen; nil for a tie.
    public var isLeftChosen: Bool? { choice == .tie ? nil : (choice == .b) == isBLeft }
}
