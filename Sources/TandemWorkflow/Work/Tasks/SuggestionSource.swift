import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// What the live model says about an item, and why; shown beside a task that is not blind.
public struct Suggestion: Sendable, Hashable, Codable {
    /// The label the model leans to.
    public var label: String
    /// The calibrated probability of that label.
    public var probability: Double
    /// The model version.
    public var modelVersion: String
    /// Why; nil when the model cannot say.
    public var explanation: Explanation?

    /// A suggestion.
    public init(label: String, probability: Double, modelVersion: String, explanation: Explanation? = nil) {
        self.label = label
        self.probability = probability
        self.modelVersion = modelVersion
        self.explanation = explanation
    }
}

/// What each feature adds to the model's margin for the label it leans to.
public struct Explanation: Sendable, Hashable, Codable {
    /// The margin before any feature is known.
    public var base: Double
    /// The features, largest contribution first.
    public var contributions: [Contribution]
    /// For text: the words and what each adds, in the order of the text.
    public var tokens: [Token]
    /// The unit, for the page to say so: `log-odds`.
    public var unit: String

    /// One feature's share.
    public struct Contribution: Sendable, Hashable, Codable {
        /// The column, or a category of it.
        public var feature: String
        /// The value the item has there.
        public var value: String?
        /// What it adds to the margin.
        public var margin: Double

        /// A contribution.
        public init(feature: String, value: String?, margin: Double) {
            self.feature = feature
            self.value = value
            self.margin = margin
        }
    }

    /// One word of a text.
    public struct Token: Sendable, Hashable, Codable {
        /// The word as it stands in the text.
        public var text: String
        /// What it adds to the margin.
        public var margin: Double

        /// A token.
        public init(text: String, margin: Double) {
            self.text = text
            self.margin = margin
        }
    }

    /// An explanation.
    public init(base: Double, contributions: [Contribution], tokens: [Token] = [], unit: String = "log-odds") {
        self.base = base
        self.contributions = contributions
        self.tokens = tokens
        self.unit = unit
    }
}

/// Where suggestions come from: the registry's live model.
public protocol SuggestionSource: Sendable {
    /// What the live model says about an item; nil when the project has no live model or it has nothing to say.
    func suggestion(for item: Item, in project: Project) async throws -> Suggestion?

    /// False when the project certainly has no model to ask, as the transaction of a claim sees it.
    func mayKnow(_ project: ProjectID, _ tx: any ReadTransaction) throws -> Bool
}

extension SuggestionSource {
    /// Who does not say otherwise is asked each time.
    public func mayKnow(_ project: ProjectID, _ tx: any ReadTransaction) throws -> Bool { true }
}

/// No suggestions: a house without models.
public struct NoSuggestions: SuggestionSource {
    /// It has no settings.
    public init() {}

    /// Always nil.
    public func suggestion(for item: Item, in project: Project) async throws -> Suggestion? { nil }
}

extension Suggestion {
    /// The suggestion turned to a wrong label on purpose, with its explanation turned likewise, so that nothing but the
    /// item itself tells; nil when the question has no other label.
    func seeded(wrongFor right: String, labels: [String], draw: Double) -> Suggestion? {
        if label != right { return self }
        let others = labels.filter { $0 != right }
        guard !others.isEmpty else { return nil }
        var turned = self
        turned.label = others[min(others.count - 1, Int(draw * Double(others.count)))]
        if var why = explanation {
            why.base = -why.base
            why.contributions = why.contributions.map {
                Explanation.Contribution(feature: $0.feature, value: $0.value, margin: -$0.margin)
            }
            why.tokens = why.tokens.map { Explanation.Token(text: $0.text, margin: -$0.margin) }
            turned.explanation = why
        }
        return turned
    }
}
