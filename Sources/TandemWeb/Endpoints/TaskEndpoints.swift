import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWork
import TandemWorkflow

/// Claiming and answering tasks.
enum TaskEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [claim(services), annotate(services)] + TaskLeaseEndpoints.all(services) + SecondThoughtEndpoints.all(services)
    }

    private static func claim(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "Claim",
            .object(
                .optional("hold", .integer(min: 1, max: 2), "How many tasks the caller keeps at once."),
                .optional("holding", .array(.id, min: 0, max: 2), "Tasks the caller has; another one is given."),
                .optional(
                    "kinds", .array(.choice(TaskKind.allCases.map(\.rawValue)), min: 1, max: 4),
                    "The kinds of tasks that are wanted; all if not said.")))
        let screen = TaskScreen(services)
        return .api(
            .post, "/api/v1/projects/{project}/tasks/claim", "Leases the next task to the caller.", body: .json(body),
            success: .jsonOrNothing(Shapes.task), errors: [.conflict], creates: true
        ) { call in
            let holding = call.json["holding"]?.array.map { Set($0.compactMap(\.string).map(TaskID.init(rawValue:))) }
            let input = ClaimTask.Input(
                project: try call.part("project"), claimKey: call.onceKey,
                kinds: call.json["kinds"]?.array.map {
                    Set($0.compactMap(\.string).compactMap(TaskKind.init(rawValue:)))
                },
                holding: holding)
            let actor = try call.actor()
            guard let task = try await ClaimTask(services).run(input, as: actor) else { return .nothing }
            return try await screen.answer(task, for: actor)
        }
    }

    /// An answer as it is sent.
    static let answer = JSONSchema.named(
        "Answer",
        .object(
            .optional("value", .any), .optional("fence", .nullable(.integer(min: 0, max: nil))),
            .optional("active_ms", .nullable(.integer(min: 0, max: 86_400_000))),
            .optional("unsure", .nullable(.boolean)),
            .optional("comment", .nullable(.string(min: 0, max: 10_000, format: nil)))))

    private static func annotate(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/tasks/{task}/annotation", "Answers a task.", body: .json(answer),
            success: .json(.ok, Shapes.answered), errors: [.conflict], creates: true
        ) { call in
            let task: TaskID = try call.id("task", what: "task")
            let input = SubmitAnnotation.Input(task: task, body: try SubmitAnnotation.Body(checked: call.json))
            return .json(bytes: try await SubmitAnnotation(services).run(input, as: call.actor()).wireBytes)
        }
    }
}

extension SubmitAnnotation.Body {
    /// From a body that passed the endpoint's schema; the same as decoding it, in a tenth of the time.
    /// - Throws: `Problem` body_invalid for a fence beyond all integers.
    init(checked json: JSONValue) throws(Problem) {
        if let fence = json["fence"], !fence.isNull, fence.int == nil {
            throw Problem(.invalid, "body_invalid", "The body cannot be read: fence is too large.", at: "/fence")
        }
        // An explicit null is no answer, as an absent member is.
        var value = json["value"]
        if value?.isNull == true { value = Optional.none }
        self.init(
            fence: json["fence"]?.int, value: value,
            activeMs: json["active_ms"]?.int, unsure: json["unsure"]?.bool, comment: json["comment"]?.string)
    }
}

extension SubmitAnnotation.Output {
    /// The same JSON as `Wire.encode` makes, up to the order of members.
    var wireBytes: [UInt8] {
        var json = MemberWriter(reserving: 256)
        json.add("annotation", annotation.rawValue)
        json.add("task", task.rawValue)
        json.add("state", state.rawValue)
        json.add("late", late)
        json.add("message", message)
        json.add("can_reveal", canReveal)
        json.add("undo_until", undoUntil?.iso8601)
        return json.finish()
    }
}
