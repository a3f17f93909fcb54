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
                    "kinds", .array(.choice(TaskKind.allCases.map(\.rawValue)), min: 1, max: 3),
                    "The kinds of tasks that are wanted; all if not said.")))
        struct Body: Decodable {
            let holding: Set<TaskID>?
            let kinds: Set<TaskKind>?
        }
        return .api(
            .post, "/api/v1/projects/{project}/tasks/claim", "Leases the next task to the caller.", body: .json(body),
            success: .jsonOrNothing(Shapes.task), errors: [.conflict], creates: true
        ) { call in
            let body: Body = try call.decode()
            let input = ClaimTask.Input(
                project: try call.part("project"), claimKey: call.onceKey, kinds: body.kinds,
                holding: body.holding)
            let actor = try call.actor()
            guard let task = try await ClaimTask(services).run(input, as: actor) else { return .nothing }
            return try await TaskScreen(services).answer(task, for: actor)
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
            let input = SubmitAnnotation.Input(task: try call.id("task", what: "task"), body: try call.decode())
            return try .json(try await SubmitAnnotation(services).run(input, as: call.actor()))
        }
    }
}
