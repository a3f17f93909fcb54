/// One item to ask a person about, and why.
public struct Query: Sendable, Hashable {
    /// The item, as its row in the pool.
    public let row: Int
    /// The strategy's own figure; see the strategy for its meaning and which end comes first.
    public let score: Double
    /// Why it was chosen.
    public let reason: QueryReason

    /// A choice.
    public init(row: Int, score: Double, reason: QueryReason) {
        self.row = row
        self.score = score
        self.reason = reason
    }
}

/// Why an item was chosen.
public enum QueryReason: String, Sendable, Hashable, CaseIterable {
    /// By lot.
    case lot
    /// The model cannot decide.
    case unsure
    /// The members of the committee disagree.
    case disagreement
    /// Nothing labeled or chosen so far is like it.
    case unlike
    /// The model cannot decide, and it stands for other such items.
    case unsureGroup = "unsure-group"
    /// The model cannot decide, and many items are like it.
    case unsureTypical = "unsure-typical"
    /// It has labels, and another one is worth more than a first label of any item left out.
    case relabel

    /// One sentence for people.
    public var sentence: String {
        switch self {
        case .lot: "drawn by lot"
        case .unsure: "the model is unsure about it"
        case .disagreement: "the models disagree about it"
        case .unlike: "nothing labeled so far is like it"
        case .unsureGroup: "the model is unsure about it and items like it"
        case .unsureTypical: "the model is unsure about it and many items are like it"
        case .relabel: "its labels are doubtful: another one is worth more than a new item's first"
        }
    }
}
