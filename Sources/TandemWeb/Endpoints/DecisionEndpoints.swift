import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflow

/// Live decisions and what the world tells of them later.
enum DecisionEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [take(services), list(services), decision(services), outcome(services)]
    }

    private static let probabilities = JSONSchema.object([], open: .share)

    static let liveCase = JSONSchema.named(
        "Case",
        .object(
            .required("item", .object([], open: .any), "Values by column."),
            .optional("scores", .nullable(probabilities), "The caller's own probabilities by label."),
            .optional("model_version", .nullable(.name), "The version of the caller's own model; needed with scores."),
            .optional(
                "action",
                .nullable(
                    .object(
                        .required("name", .string(min: 1, max: 200, format: nil), "What is to be done: `refund`."),
                        .required("arguments", .object([], open: .any), "With which arguments."))),
                "What an agent wants to do, in place of scores; people answer it."),
            .optional("ask_person", .nullable(.boolean), "Whether a person must decide."),
            .optional("callback", .nullable(.string(min: 1, max: 2000, format: .uri)), "Where the decision is sent."),
            .optional("deadline", .nullable(.time), "When the default takes over."),
            .optional("default", .nullable(.name), "The label that takes over then; with an action only `reject`.")))

    private static let batch = JSONSchema.named(
        "Cases", .object(.required("items", .array(liveCase, min: 1, max: 1000))))

    private static func take(_ services: Services) -> Endpoint {
        let taken = JSONSchema.named(
            "Decided", .object([.required("items", .array(Shapes.decision, min: 1, max: 1000))], open: nil))
        return .api(
            .post, "/api/v1/projects/{project}/decisions", "Decides one case, or up to 1,000 as `items`.",
            body: .json(.either([liveCase, batch]), limit: 8 << 20),
            success: .json(.created, .either([Shapes.decision, taken])), errors: [.conflict], creates: true
        ) { call in
            let project = try call.part("project")
            let actor = try call.actor()
            guard let items = call.json["items"]?.array else {
                let input = TakeDecision.Input(project: project, body: try LiveCase(call.json), onceKey: call.onceKey)
                let made = try await TakeDecision(services).run(input, as: actor)
                return .json(
                    bytes: try made.wireBytes, status: .created, location: "/api/v1/decisions/\(made.id)")
            }
            let body = TakeDecisions.Body(items: try items.map { value throws(Problem) in try LiveCase(value) })
            let input = TakeDecisions.Input(project: project, body: body, onceKey: call.onceKey)
            let made = try await TakeDecisions(services).run(input, as: actor)
            return .json(bytes: try made.wireBytes, status: .created)
        }
    }

    private static func list(_ services: Services) -> Endpoint {
        let query =
            Parameter.page + [
                Parameter("route", .choice(["auto", "human"]), "Only those that went this way."),
                Parameter("open", .boolean, "Only those that wait for a person."),
            ]
        return .api(
            .get, "/api/v1/projects/{project}/decisions", "Lists decisions, newest first.", query: query,
            success: .json(.ok, Shapes.list("Decisions", Shapes.decision))
        ) { call in
            let input = ListDecisions.Input(
                project: try call.part("project"), openOnly: call.query["open"] == "true", route: call.query["route"],
                cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListDecisions(services).run(input, as: call.actor()))
        }
    }

    private static func decision(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "DecisionWithOutcomes",
            [
                .required("decision", Shapes.decision),
                .required("outcomes", .array(Shapes.outcome, min: 0, max: 10_000)),
            ])
        return .api(
            .get, "/api/v1/decisions/{decision}", "A decision with the outcomes that came later.",
            success: .json(.ok, shape)
        ) { call in
            let input = GetDecision.Input(decision: try call.id("decision", what: "decision"))
            return try .json(try await GetDecision(services).run(input, as: call.actor()))
        }
    }

    private static func outcome(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewOutcome",
            .object(
                .required("value", .any, "The truth, as an answer to the project's question."),
                .required("source", .string(min: 1, max: 60, format: nil), "Who told, such as `chargeback`."),
                .optional("observed_at", .nullable(.time))))
        return .api(
            .post, "/api/v1/decisions/{decision}/outcome", "Joins what the world told later to a decision.",
            body: .json(body), success: .json(.created, Shapes.outcome), errors: [.conflict], creates: true
        ) { call in
            let input = RecordOutcome.Input(
                decision: try call.id("decision", what: "decision"), body: try call.decode(), onceKey: call.onceKey)
            return try .json(try await RecordOutcome(services).run(input, as: call.actor()), status: .created)
        }
    }
}

extension LiveCase {
    /// A case from JSON that fits the schema `Case`; read here by hand, because batches of them must be fast.
    /// - Throws: `Problem` deadline_invalid, which the schema has ruled out.
    init(_ json: JSONValue) throws(Problem) {
        var deadline: Instant?
        if let text = json["deadline"]?.string {
            guard let time = Instant(iso8601: text) else {
                throw Problem(.invalid, "deadline_invalid", "The deadline is no ISO 8601 time.", at: "/deadline")
            }
            deadline = time
        }
        self.init(
            item: json["item"] ?? [:], scores: json["scores"]?.object?.compactMapValues(\.number),
            modelVersion: json["model_version"]?.string,
            action: json["action"].flatMap { action in
                action["name"]?.string.map { ActionBody(name: $0, arguments: action["arguments"] ?? [:]) }
            }, askPerson: json["ask_person"]?.bool,
            callback: json["callback"]?.string, deadline: deadline, defaultLabel: json["default"]?.string)
    }
}
