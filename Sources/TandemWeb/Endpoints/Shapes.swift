import TandemLedger
import TandemOversight
import TandemWork

/// The shapes of answers, named for OpenAPI: every member that can come, and no other.
enum Shapes {
    /// An object with these members and no others.
    static func shape(_ name: String, _ members: [JSONSchema.Member]) -> JSONSchema {
        .named(name, .object(members, open: nil))
    }

    /// A page of a keyset-paged list.
    static func list(_ name: String, _ element: JSONSchema) -> JSONSchema {
        shape(
            name,
            [
                .required("items", .array(element, min: 0, max: 1000)),
                .optional("next", .text, "Give it as `cursor` for the page after this one."),
            ])
    }

    /// One of an enumeration's words.
    static func word<Words: CaseIterable & RawRepresentable<String>>(_ words: Words.Type) -> JSONSchema {
        .choice(words.allCases.map(\.rawValue))
    }

    static let number = JSONSchema.number(min: nil, max: nil)
    static let hash = JSONSchema.string(min: 64, max: 64, format: nil)
    /// A JSON object whose members are the project's own business, such as an item's columns.
    static let anything = JSONSchema.object([], open: .any)
    /// Numbers by name, such as metrics or scores by label.
    static let numbers = JSONSchema.object([], open: number)

    static let question = shape(
        "Question",
        [
            .required("kind", .choice(["choice", "number", "text"])), .required("prompt", .text),
            .required(
                "labels",
                .array(.object(.required("value", .text), .required("text", .text)), min: 0, max: 500)),
            .optional("minimum", number), .optional("maximum", number), .optional("step", number),
            .optional("unit", .text), .optional("max_length", .count),
        ])
    static let project = shape(
        "Project",
        [
            .required("id", .id), .required("slug", .text), .required("name", .text), .required("question", question),
            .required("schema", schema), .required("settings", settings), .required("policy", anything),
            .required("policy_version", .text), .required("guideline_version", .count), .required("version", .count),
            .required("created_at", .time),
        ])
    private static let schema = JSONSchema.object(
        .required(
            "columns",
            .array(
                .object(
                    .required("name", .text),
                    .required("type", .choice(["number", "category", "text", "boolean", "time"])),
                    .optional(
                        "role", .choice(["key", "subject", "personal", "sensitive", "time", "target", "feature"])),
                    .optional("required", .boolean)), min: 1, max: 2000)))
    private static let settings = shape(
        "Settings",
        [
            .required("overlap", .integer(min: 1, max: nil)), .required("lease_seconds", .count),
            .required("gold_share", .share), .required("repeat_share", .share),
            .required("seeded_error_share", .share), .required("blind_share", .share),
            .required("probe_share", .share), .required("review_share", .share), .required("undo_seconds", .count),
            .required("idle_seconds", .count),
            .required(
                "role_shares",
                .object(
                    .required("train", .share), .required("calibrate", .share), .required("evaluate", .share))),
            .optional("positive_label", .text), .optional("fairness_column", .text),
            .required("agreement_threshold", .share), .required("aggregator", .text),
            .required("queue_imported", .boolean),
            .optional(
                "source",
                .object(
                    .required("name", .text), .optional("url", .text), .optional("license", .text),
                    .optional("text", .text))), .optional("notice", .text),
        ])
    static let item = shape(
        "Item",
        [
            .required("id", .id), .required("key", .text), .required("content", anything),
            .required("role", word(ItemRole.self)), .required("source", .text), .required("created_at", .time),
            .optional("erased_at", .time),
            .optional(
                "resolution",
                shape(
                    "Resolution",
                    [
                        .required("value", .any), .optional("label", .text),
                        .required("source", word(ResolutionSource.self)),
                        .required("purpose", word(TaskPurpose.self)), .required("votes", .count),
                        .optional("posterior", .share), .required("resolved_at", .time),
                    ])),
        ])
    static let importing = shape(
        "Import",
        [
            .required("id", .id), .required("name", .text), .required("state", .choice(["running", "done"])),
            .required("rows_read", .count), .required("added", .count), .required("repeated", .count),
            .required("rejected", .count),
            .required(
                "problems",
                .array(
                    .object(
                        .required("line", .count), .optional("column", .text), .required("reason", .text)),
                    min: 0, max: 100)), .required("created_at", .time), .optional("ended_at", .time),
        ])
    static let account = shape(
        "Account", [.required("account", .id), .required("worker", .id), .required("created_at", .time)])
    static let token = shape(
        "Token",
        [
            .required("id", .id), .required("token", .text), .required("name", .text), .required("account", .id),
            .required("created_at", .time), .optional("expires_at", .time),
        ])
    static let rate = shape(
        "Rate",
        [.required("since", .time), .required("per_hour", number), .required("currency", .text)])
    private static let roles = JSONSchema.array(
        .object(.required("project", .id), .required("roles", .array(word(Role.self), min: 0, max: 20))),
        min: 0, max: 10_000)
    static let me = shape(
        "Me",
        [
            .optional("account", .id), .optional("worker", .id), .required("workspace", .id),
            .required("name", .text), .optional("email", .text), .required("administrator", .boolean),
            .required("simulated", .boolean), .required("roles", roles),
        ])
    static let person = shape(
        "Person",
        [
            .required("account", .id), .optional("worker", .id), .required("name", .text), .optional("email", .text),
            .optional("kind", .choice(["expert", "team", "gig", "crowd", "program"])),
            .required("administrator", .boolean), .required("simulated", .boolean), .required("active", .boolean),
            .required("created_at", .time), .optional("rate", rate), .required("roles", roles),
        ])
    static let event = shape(
        "Event",
        [
            .required("id", .id), .required("chain", .text), .required("seq", .count), .required("occurred_at", .time),
            .required("recorded_at", .time), .required("actor", .text), .required("role", .text),
            .optional("project", .id), .required("kind", word(EventKind.self)), .required("subject", .text),
            .optional("correlation", .text), .optional("causation", .text), .optional("policy_version", .text),
            .required("facts", anything), .required("sealed", .boolean), .required("hash", hash),
        ])
    private static let finding = shape(
        "Finding",
        [
            .required("fault", .text), .optional("chain", .text), .optional("seq", .count), .optional("event", .id),
            .optional("checkpoint", .count), .required("message", .text),
        ])
    static let verification = shape(
        "Verification",
        [
            .required("intact", .boolean), .required("events", .count), .required("chains", .count),
            .required("checkpoints", .count), .required("anchored", .count), .optional("first", finding),
            .required("findings", .array(finding, min: 0, max: 10_000)),
        ])
    static let erasure = shape(
        "Erased",
        [
            .required("erasure", .text), .required("items", .count), .required("key_destroyed", .boolean),
            .required("models", .array(.id, min: 0, max: 10_000), "Models that learned from what was erased."),
            .required("overwritten", .boolean, "Whether old bytes were overwritten at once."),
        ])
}
