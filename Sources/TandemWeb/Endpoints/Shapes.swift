import TandemLedger

/// The shapes of answers, named for OpenAPI; members that are told beyond these are allowed to come.
enum Shapes {
    /// An object with at least these members.
    static func shape(_ name: String, _ members: [JSONSchema.Member]) -> JSONSchema {
        .named(name, .object(members, open: .any))
    }

    /// A page of a keyset-paged list.
    static func list(_ name: String, _ element: JSONSchema) -> JSONSchema {
        .named(
            name,
            .object(
                [
                    .required("items", .array(element, min: 0, max: 1000)),
                    .optional("next", .nullable(.text), "Give it as `cursor` for the page after this one."),
                ], open: nil))
    }

    static let question = shape("Question", [.required("kind", .text), .required("prompt", .text)])
    static let project = shape(
        "Project",
        [
            .required("id", .id), .required("slug", .text), .required("name", .text), .required("question", question),
            .required("schema", .object([], open: .any)), .required("settings", .object([], open: .any)),
            .required("policy", .object([], open: .any)), .required("policy_version", .text),
            .required("guideline_version", .count), .required("version", .count), .required("created_at", .time),
        ])
    static let item = shape(
        "Item",
        [
            .required("id", .id), .required("key", .text), .required("content", .any),
            .required("role", .choice(["train", "calibrate", "evaluate"])), .required("source", .text),
            .required("created_at", .time),
        ])
    static let importing = shape(
        "Import",
        [
            .required("id", .id), .required("name", .text), .required("state", .text), .required("rows_read", .count),
            .required("added", .count), .required("repeated", .count), .required("rejected", .count),
            .required("problems", .array(.object([], open: .any), min: 0, max: 100)),
        ])
    static let task = shape(
        "Task",
        [
            .required("id", .id), .required("kind", .choice(["label", "review", "adjudicate"])),
            .required("fence", .count), .required("lease_expires_at", .time), .required("question", question),
            .required("item", .object([], open: .any)), .required("blind", .boolean),
            .optional(
                "reasons",
                .array(.object([.required("code", .text), .required("text", .text)], open: nil), min: 0, max: 300)
            ),
        ])
    static let lease = shape("Lease", [.required("lease_expires_at", .time)])
    static let answered = shape(
        "Answered",
        [
            .required("annotation", .id), .required("task", .id), .required("state", .text),
            .required("late", .boolean), .required("can_reveal", .boolean),
        ])
    static let account = shape(
        "Account", [.required("account", .id), .required("worker", .id), .required("created_at", .time)])
    static let token = shape("Token", [.required("id", .id), .required("token", .text), .required("name", .text)])
    static let job = shape(
        "Job",
        [
            .required("id", .id), .required("kind", .text), .required("state", .text), .required("progress", .share),
        ])
    static let event = shape(
        "Event",
        [
            .required("id", .id), .required("chain", .text), .required("seq", .count), .required("occurred_at", .time),
            .required("recorded_at", .time), .required("actor", .text), .required("role", .text),
            .required("kind", .text), .required("subject", .text), .required("facts", .any),
            .required("sealed", .boolean), .required("hash", .text),
        ])
    static let verification = shape(
        "Verification",
        [
            .required("intact", .boolean), .required("events", .count), .required("chains", .count),
            .required("checkpoints", .count),
        ])
    static let model = shape(
        "Model",
        [
            .required("id", .id), .required("project", .id), .required("number", .count), .required("name", .text),
            .required("state", .choice(["candidate", "live", "retired"])), .required("arm", .text),
            .required("learner", .text), .required("hash", .text), .required("created_at", .time),
        ])
    static let liveModel = shape(
        "LiveModel",
        [
            .required("model", .id), .required("name", .text), .optional("previous", .nullable(.id)),
            .required("since", .time), .required("version", .count),
        ])
    static let decision = shape(
        "Decision",
        [
            .required("id", .id), .required("project", .id), .required("item", .id),
            .required("route", .choice(["auto", "human"])), .required("state", .choice(["open", "closed"])),
            .optional("value", .any), .required("provisional", .boolean),
            .required(
                "reasons",
                .array(.object([.required("code", .text), .required("text", .text)], open: nil), min: 0, max: 1000)),
            .required("audited", .boolean), .required("audit_probability", .share), .required("created_at", .time),
        ])
    static let outcome = shape(
        "Outcome",
        [
            .required("id", .id), .required("decision", .id), .required("value", .any), .required("source", .text),
            .required("observed_at", .time), .required("recorded_at", .time),
        ])
    static let certificate = shape(
        "Certificate",
        [
            .required("id", .id), .required("project", .id), .required("model", .id),
            .required("state", .choice(["valid", "refused", "replaced", "withdrawn", "voided"])),
            .required("attempt", .count), .required("max_error", .share), .required("confidence", .share),
            .required("labels", .array(.object([], open: .any), min: 0, max: 500)),
            .required("missing", .array(.text, min: 0, max: 1000)), .required("issued_at", .time),
        ])
    static let figure = shape(
        "KPI",
        [
            .required("key", .text), .required("name", .text),
            .optional("value", .nullable(.number(min: nil, max: nil))), .required("n", .count),
            .required("target", .text), .required("unit", .text),
            .required("status", .choice(["met", "not_met", "not_yet_proven"])), .required("estimated", .boolean),
        ])
    static let anything = JSONSchema.object([], open: .any)
}
