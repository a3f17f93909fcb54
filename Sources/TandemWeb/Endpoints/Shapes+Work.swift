import TandemLedger
import TandemOversight
import TandemWork

/// The shapes of tasks and answers.
extension Shapes {
    private static let answer = JSONSchema.either([.text, number])

    static let taskQuestion = shape(
        "TaskQuestion",
        [
            .required("kind", .choice(["choice", "number", "text"])), .required("prompt", .text),
            .optional("help", .text),
            .optional(
                "labels",
                .array(
                    .object(
                        .required("value", .text), .required("text", .text), .optional("hotkey", .text),
                        .optional("note", .text)), min: 0, max: 500)),
            .optional(
                "number",
                .object(
                    .optional("min", number), .optional("max", number), .optional("step", number),
                    .optional("unit", .text))),
            .optional("text", .object(.required("max_length", .count))),
        ])
    static let taskItem = shape(
        "TaskItem",
        [
            .required("key", .text),
            .required(
                "fields",
                .array(
                    .object(
                        .required("name", .text), .required("label", .text), .optional("value", longText),
                        .required("type", .text), .optional("help", .text)), min: 0, max: 2000)),
            .optional("text", longText),
        ])
    static let explanation = shape(
        "Explanation",
        [
            .required("class", .text), .required("unit", .text), .required("base", number),
            .required(
                "contributions",
                .array(
                    .object(
                        .required("feature", .text), .optional("value", longText),
                        .required("contribution", number)), min: 0, max: 100_000)),
            .optional(
                "tokens",
                .array(
                    .object(
                        .required("start", .count), .required("end", .count), .required("contribution", number)),
                    min: 0, max: 100_000)),
        ])
    /// Text of an item, as long as an import takes it.
    private static let longText = JSONSchema.string(min: 0, max: 16 << 20, format: nil)
    static let task = shape(
        "Task",
        [
            .required("id", .id), .required("kind", .choice(["label", "review", "adjudicate", "approve"])),
            .required("fence", .count), .required("lease_expires_at", .time), .required("project", .text),
            .optional(
                "reasons",
                .array(.object(.required("code", .text), .required("text", .text)), min: 0, max: 100)),
            .optional("due_at", .time), .optional("waiting", .count), .required("question", taskQuestion),
            .required("item", taskItem), .required("guidelines_html", longText),
            .required("guideline_version", .count), .required("blind", .boolean),
            .optional("suggestion", .object(.required("value", answer), .required("probability", .share))),
            .optional("explanation", explanation),
            .optional(
                "votes",
                .array(
                    .object(
                        .required("by", .text), .required("simulated", .boolean), .optional("value", answer),
                        .optional("unsure", .boolean), .optional("comment", .text)), min: 0, max: 1000)),
            .optional(
                "review",
                .object(
                    .required("source", .choice(["model", "person"])), .required("by", .text),
                    .required("simulated", .boolean), .required("value", answer), .optional("probability", .share),
                    .optional("comment", .text))),
            .optional("action", action),
            .optional("probe", .object(.required("kind", .choice(["rating", "prediction"])))),
        ])
    /// An agent's action.
    static let action = shape(
        "AgentAction",
        [
            .required("name", .text), .optional("arguments", anything),
            .required("hash", hash, "SHA-256 of the canonical JSON of name and arguments."),
        ])
    /// The answer to an agent's action.
    static let actionAnswer = shape(
        "ActionAnswer",
        [
            .required("verdict", word(ActionVerdict.self)),
            .optional(
                "seen_hash", hash, "The hash of what the person saw; absent when a rule or the deadline answered."),
            .optional("arguments", anything, "With which the action may be taken; absent when it may not."),
            .optional("hash", hash, "Of the action that may be taken."), .optional("message", .text),
        ])
    static let lease = shape(
        "Lease", [.required("task", .id), .required("fence", .count), .required("lease_expires_at", .time)])
    static let answered = shape(
        "Answered",
        [
            .required("annotation", .id), .required("task", .id), .required("state", word(AnnotationState.self)),
            .required("late", .boolean), .required("can_reveal", .boolean),
            .optional("message", .text, "For the person, when it does not count."),
            .optional("undo_until", .time),
        ])
}
