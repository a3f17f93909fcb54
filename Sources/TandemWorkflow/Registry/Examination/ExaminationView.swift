import TandemLedger

/// Where a model errs and for whom, on the frozen evaluation set, as the API and the pages show it.
public struct ExaminationView: Codable, Sendable, Equatable {
    /// The model.
    public var model: ModelID
    /// What decisions name it by.
    public var name: String
    /// How many frozen labels it was judged on.
    public var n: Int
    /// The share it got wrong.
    public var errorRate: Double
    /// What groups of people get from it, for each sensitive column.
    public var groups: [Grouped]
    /// Cohorts with more errors, found on one half of the labels and confirmed on the other.
    public var cohorts: [Cohort]
    /// How many candidates were tested.
    public var tested: Int
    /// Labels that the model, which never saw them, finds hard to believe; worst first.
    public var suspects: [Suspect]
    /// What keeps a part of the page empty, in sentences.
    public var missing: [String]

    /// A number with its interval of 95 %.
    public struct Figure: Codable, Sendable, Equatable {
        /// The value; nil where it is undefined.
        public var value: Double?
        /// The lower end; nil where there is no interval.
        public var lower: Double?
        /// The upper end; nil where there is no interval.
        public var upper: Double?
    }

    /// One sensitive column.
    public struct Grouped: Codable, Sendable, Equatable {
        /// The column.
        public var column: String
        /// The label that counts as positive; nil when only accuracy is compared.
        public var positive: String?
        /// The groups.
        public var groups: [Group]
        /// Gaps between the groups that are judged, by Fairlearn's names.
        public var gaps: [Gap]
    }

    /// One group.
    public struct Group: Codable, Sendable, Equatable {
        /// The value of the column.
        public var name: String
        /// Number of labels.
        public var n: Int
        /// Whether there are enough to judge.
        public var judged: Bool
        /// Figures by Fairlearn's names.
        public var figures: [String: Figure]
    }

    /// A gap between groups.
    public struct Gap: Codable, Sendable, Equatable {
        /// Fairlearn's name, as `equalized_odds_difference`.
        public var name: String
        /// The gap.
        public var gap: Figure
    }

    /// Items on which the model errs more than elsewhere.
    public struct Cohort: Codable, Sendable, Equatable {
        /// What they have in common, in plain words; also what `review` asks for it by.
        public var words: String
        /// Labels of the testing half in it.
        public var n: Int
        /// The error rate among them.
        public var errorRate: Figure
        /// The error rate among all others.
        public var elsewhere: Double
        /// Errors beyond what as many others would have had.
        public var excess: Double
        /// The false discovery rate at which it is called a discovery.
        public var q: Double
    }

    /// A label that is hard to believe.
    public struct Suspect: Codable, Sendable, Equatable {
        /// The item.
        public var item: ItemID
        /// Its settled label.
        public var given: String
        /// What the model says.
        public var suggested: String
        /// How far the model believes the settled label, 0 … 1.
        public var score: Double
    }
}
