import TandemLedger
import TandemTabular

/// What a project asks of people about each item.
public struct Question: Sendable, Hashable, Codable {
    /// The name of its `QuestionKind`: `choice`, `number`, `text`.
    public let kind: String
    /// The sentence above the answers.
    public let prompt: String
    /// The answers to choose from, in the order of the number keys; empty for other kinds than `choice`.
    public let labels: [LabelChoice]
    /// The smallest number accepted.
    public let minimum: Double?
    /// The largest number accepted.
    public let maximum: Double?
    /// The distance between neighboring numbers; two numbers no further apart count as agreeing.
    public let step: Double?
    /// The unit shown behind a number.
    public let unit: String?
    /// The most characters accepted of a text; 2,000 when absent.
    public let maxLength: Int?

    /// A question.
    public init(
        kind: String, prompt: String, labels: [LabelChoice] = [], minimum: Double? = nil, maximum: Double? = nil,
        step: Double? = nil, unit: String? = nil, maxLength: Int? = nil
    ) {
        self.kind = kind
        self.prompt = prompt
        self.labels = labels
        self.minimum = minimum
        self.maximum = maximum
        self.step = step
        self.unit = unit
        self.maxLength = maxLength
    }

    /// A choice among labels given as value and text.
    public static func choice(_ prompt: String, _ labels: [LabelChoice]) -> Question {
        Question(kind: "choice", prompt: prompt, labels: labels)
    }

    /// From JSON; absent members take their defaults.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        kind = try members.decode(String.self, forKey: .kind)
        prompt = try members.decode(String.self, forKey: .prompt)
        labels = try members.decodeIfPresent([LabelChoice].self, forKey: .labels) ?? []
        minimum = try members.decodeIfPresent(Double.self, forKey: .minimum)
        maximum = try members.decodeIfPresent(Double.self, forKey: .maximum)
        step = try members.decodeIfPresent(Double.self, forKey: .step)
        unit = try members.decodeIfPresent(String.self, forKey: .unit)
        maxLength = try members.decodeIfPresent(Int.self, forKey: .maxLength)
    }
}

/// One answer to choose from.
public struct LabelChoice: Sendable, Hashable, Codable {
    /// What is stored and what models learn.
    public let value: String
    /// What people read.
    public let text: String

    /// A choice; shown as its value when no text is given.
    public init(_ value: String, text: String? = nil) {
        self.value = value
        self.text = text ?? value
    }

    /// From `{"value", "text"?}`.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        let value = try members.decode(String.self, forKey: .value)
        self.init(value, text: try members.decodeIfPresent(String.self, forKey: .text))
    }
}
