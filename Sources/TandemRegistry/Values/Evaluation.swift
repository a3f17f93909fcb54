import TandemLedger
import TandemTabular

/// What a model said of one item of an evaluation set.
public struct ItemPrediction: Sendable, Hashable {
    /// The item.
    public let item: ItemID
    /// The index of its true label.
    public let truth: Int
    /// The index of the label the model would give.
    public let predicted: Int
    /// The probability the model gave to the true label.
    public let probability: Double

    /// A prediction from its parts.
    public init(item: ItemID, truth: Int, predicted: Int, probability: Double) {
        self.item = item
        self.truth = truth
        self.predicted = predicted
        self.probability = probability
    }
}

/// How one group of an evaluation set fared.
public struct EvaluationSlice: Sendable, Hashable {
    /// `all`, or `column=value` of the project's fairness column.
    public let name: String
    /// How many items it has.
    public let n: Int
    /// Metrics by name; one that is undefined is missing.
    public let metrics: [String: Double]
    /// How often each true label was given each label: truth-major, as many squared as there are labels.
    public let counts: [Int]

    /// A slice from its parts.
    public init(name: String, n: Int, metrics: [String: Double], counts: [Int]) {
        self.name = name
        self.n = n
        self.metrics = metrics
        self.counts = counts
    }
}

/// A model's answers on one frozen set of labels, kept item by item so that two models can be compared in pairs
/// without loading either.
public struct Evaluation: Sendable, Equatable {
    /// The model.
    public let model: ModelID
    /// The hash of the set.
    public let hash: String
    /// The labels that indices stand for.
    public let labels: [String]
    /// The whole set first, then its groups.
    public let slices: [EvaluationSlice]
    /// The answers in the order of items.
    public let predictions: [ItemPrediction]
    /// When it was written.
    public let createdAt: Instant

    /// An evaluation from its parts.
    public init(
        model: ModelID, hash: String, labels: [String], slices: [EvaluationSlice], predictions: [ItemPrediction],
        createdAt: Instant
    ) {
        self.model = model
        self.hash = hash
        self.labels = labels
        self.slices = slices
        self.predictions = predictions
        self.createdAt = createdAt
    }

    /// The whole set's metrics.
    public var metrics: [String: Double] { slices.first?.metrics ?? [:] }
}
