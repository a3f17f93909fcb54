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
        ])
    static let lease = shape("Lease", [.required("lease_expires_at", .time)])
    static let answered = shape(
        "Answered",
        [
            .required("annotation", .id), .required("task", .id), .required("state", .text),
            .required("late", .boolean),
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
    static let anything = JSONSchema.object([], open: .any)
}
