import TandemLedger
import TandemTabular

/// Where a settled answer comes from.
public enum ResolutionSource: String, Sendable, Hashable, CaseIterable, Codable {
    /// Enough people agreed.
    case consensus
    /// An adjudicator decided between answers.
    case adjudication
    /// An expert corrected the settled answer.
    case review
    /// The answer was known beforehand.
    case gold
    /// The world told, later.
    case outcome
}

/// What people's work on a task came to.
public struct Resolved: Sendable {
    /// The item.
    public let item: Item
    /// The task that settled it.
    public let task: WorkTask
    /// The answer; nil when nobody was sure or an adjudicator abstained.
    public let value: JSONValue?
    /// The answer as a label, for questions that have labels.
    public let label: String?
    /// Where it comes from.
    public let source: ResolutionSource
    /// Why it was asked.
    public let purpose: TaskPurpose
    /// How many answers stand behind it.
    public let votes: Int
    /// True when it ended without an answer.
    public let unsure: Bool
    /// Who answered last.
    public let lastDecider: WorkerID?
    /// The probability that the answer is right, by the aggregator's lights.
    public let posterior: Double?

    /// A result.
    public init(
        item: Item, task: WorkTask, value: JSONValue?, label: String?, source: ResolutionSource, purpose: TaskPurpose,
        votes: Int, unsure: Bool, lastDecider: WorkerID?, posterior: Double?
    ) {
        self.item = item
        self.task = task
        self.value = value
        self.label = label
        self.source = source
        self.purpose = purpose
        self.votes = votes
        self.unsure = unsure
        self.lastDecider = lastDecider
        self.posterior = posterior
    }
}

/// An item with its settled answer.
public struct ResolvedItem: Sendable {
    /// The item.
    public let item: Item
    /// The answer as a label, for questions that have labels.
    public let label: String?
    /// The answer.
    public let value: JSONValue
    /// Where it comes from.
    public let source: ResolutionSource
    /// Why it was asked; `decision` answers never calibrate or evaluate.
    public let purpose: TaskPurpose
    /// How many answers stand behind it.
    public let votes: Int
    /// The probability that the answer is right, by the aggregator's lights.
    public let posterior: Double?
    /// When it was settled.
    public let resolvedAt: Instant
}
