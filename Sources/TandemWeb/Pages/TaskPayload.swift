import TandemWorkflow

/// One task as the task screen reads it: the answer of `POST …/tasks/claim` (200) and of `POST …/tasks/{id}/undo`.
///
/// Keys are sent in snake case. `suggestion`, `explanation` and a model's `review` are absent from a blind task: its
/// bytes hold neither the model's answer nor its reasons. What the screen sends back:
///
/// - `…/claim` `{"holding": [ids]}` with an Idempotency-Key: a task not among those that the screen holds or has
///   answered, first one the person holds already (reload), then a new one; 204 says that nothing waits.
/// - `…/heartbeat` and `…/release` `{"fence": n}`; 404, 409 or 410 says that the lease is gone. With `"skip": true` a
///   released task is never given to the same person again; `blocked` in the answer says why nobody is left for it.
/// - `…/annotation` `{"value"?, "active_ms", "unsure", "comment"?, "fence"}` with an Idempotency-Key. The answer
///   holds `undo_until` while it can be taken back, and may hold `late` (true when kept but not counted) with
///   `message`, and after a blind task `reveal` `{"suggestion": {"value", "probability"}}`.
/// - `…/review` `{"decision": accept|correct|reject|abstain, "value"?, "active_ms", "reason"?, "fence"}`, likewise.
/// - `…/verdict` `{"verdict": accept|edit|reject|respond, "seen_hash", "arguments"?, "message"?, "active_ms", "fence"}`
///   for an agent's action; 409 `action_changed` when another action waits than the one that was seen.
/// - `…/undo` `{"fence": n}`: the task again, leased; 409 when it is too late.
/// - `…/probe` `{"rating": 1…5}` or `{"predicted": label}` with an Idempotency-Key.
struct TaskPayload: Sendable, Codable {
    let id: String
    let kind: Kind
    /// The lease's fencing token, sent back with every act on the task.
    let fence: Int
    /// ISO 8601.
    let leaseExpiresAt: String
    let project: String
    /// Why the case came to a person, in few words; empty for a blind task whose reason would tell the model's view.
    var reasons: [Reason]?
    /// ISO 8601; the screen says how long that is.
    var dueAt: String?
    /// How many tasks wait for this person.
    var waiting: Int?
    let question: Question
    let item: Item
    /// Made by `SafeMarkdown`; the screen copies it by an allow list all the same.
    let guidelinesHTML: String
    let guidelineVersion: Int
    let blind: Bool
    var suggestion: Suggestion?
    var explanation: Explanation?
    /// Earlier answers, in an adjudication.
    var votes: [Vote]?
    /// The answer under review, in a review.
    var review: Review?
    /// The agent's action to answer.
    var action: ActionView?
    /// Asked after the answer, about one task in twenty.
    var probe: Probe?

    /// What is to be done.
    enum Kind: String, Sendable, Codable { case label, review, adjudicate, approve }

    /// Why the case came to a person.
    struct Reason: Sendable, Codable {
        let code: String
        let text: String
    }

    /// What the model leans to.
    struct Suggestion: Sendable, Codable {
        let value: AnswerValue
        let probability: Double
    }

    /// Somebody's earlier answer.
    struct Vote: Sendable, Codable {
        let by: String
        let simulated: Bool
        /// Nil when the person gave none.
        var value: AnswerValue?
        var unsure: Bool?
        var comment: String?
    }

    /// The answer under review and whose it is.
    struct Review: Sendable, Codable {
        let source: Source
        let by: String
        let simulated: Bool
        let value: AnswerValue
        /// Only for a model's answer.
        var probability: Double?
        var comment: String?

        /// Whose answer it is.
        enum Source: String, Sendable, Codable { case model, person }
    }

    /// A question about the explanation.
    struct Probe: Sendable, Codable {
        let kind: Kind

        /// Whether it helped (1 to 5), or what the model will say.
        enum Kind: String, Sendable, Codable { case rating, prediction }
    }

    enum CodingKeys: String, CodingKey {
        case id, kind, fence, project, reasons, waiting, question, item, blind, suggestion, explanation, votes, review
        case action, probe
        case leaseExpiresAt = "lease_expires_at"
        case dueAt = "due_at"
        case guidelinesHTML = "guidelines_html"
        case guidelineVersion = "guideline_version"
    }
}
