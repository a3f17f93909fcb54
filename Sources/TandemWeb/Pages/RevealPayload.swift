import TandemTabular

/// What the task screen reads after a look at the model's view: the person's answer and the model's, side by side.
struct RevealPayload: Sendable, Encodable {
    let task: String
    /// What the person said; nil when unsure without an answer.
    let value: JSONValue?
    let unsure: Bool
    let agrees: Bool
    let suggestion: TaskPayload.Suggestion
    let modelVersion: String
    let explanation: TaskPayload.Explanation?
    let question: TaskPayload.Question
    let item: TaskPayload.Item

    enum CodingKeys: String, CodingKey {
        case task, value, unsure, agrees, suggestion, explanation, question, item
        case modelVersion = "model_version"
    }
}
