import HTTPTypes
import TandemLedger
import TandemOversight
import TandemTabular
import TandemWork
import TandemWorkflow

/// What happens to a task that somebody holds: keep it, give it back, review it, take the answer back.
enum TaskLeaseEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [
            task(services), heartbeat(services), release(services), undo(services), review(services), verdict(services),
            probe(services),
        ]
    }

    private static let fence = JSONSchema.named(
        "Fence",
        .object(
            .optional(
                "fence", .nullable(.integer(min: 0, max: nil)), "The number of the lease; the caller's own if not said."
            )))

    private struct Fence: Decodable {
        let fence: Int?
        let skip: Bool?
    }

    private static func task(_ services: Services) -> Endpoint {
        let screen = TaskScreen(services)
        return .api(
            .get, "/api/v1/tasks/{task}", "The task that the caller holds, once more.",
            success: .json(.ok, Shapes.task), errors: [.conflict]
        ) { call in
            let actor = try call.actor()
            let task = try await GetTask(services).run(.init(task: call.id("task", what: "task")), as: actor)
            return try await screen.answer(task, for: actor)
        }
    }

    private static func heartbeat(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/tasks/{task}/heartbeat", "Lengthens the caller's lease.", body: .json(fence),
            success: .json(.ok, Shapes.lease), errors: [.conflict]
        ) { call in
            let body: Fence = try call.decode()
            let input = HeartbeatTask.Input(task: try call.id("task", what: "task"), fence: body.fence)
            return try .json(try await HeartbeatTask(services).run(input, as: call.actor()))
        }
    }

    private static func release(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "Release",
            .object(
                .optional(
                    "fence", .nullable(.integer(min: 0, max: nil)),
                    "The number of the lease; the caller's own if not said."),
                .optional(
                    "skip", .nullable(.boolean), "Whether the caller does not want it: they are not given it again.")))
        let shape = Shapes.shape(
            "Released",
            [
                .required("task", .id),
                .optional("blocked", .text, "Why nobody may take the task now that the caller skipped it."),
            ])
        return .api(
            .post, "/api/v1/tasks/{task}/release", "Gives a task back to the queue, to anybody or to others only.",
            body: .json(body), success: .json(.ok, shape), errors: [.conflict]
        ) { call in
            let body: Fence = try call.decode()
            let input = ReleaseTask.Input(
                task: try call.id("task", what: "task"), fence: body.fence, skip: body.skip ?? false)
            return try .json(try await ReleaseTask(services).run(input, as: call.actor()))
        }
    }

    private static func undo(_ services: Services) -> Endpoint {
        let screen = TaskScreen(services)
        return .api(
            .post, "/api/v1/tasks/{task}/undo", "Takes the caller's answer back; the caller holds the task again.",
            body: .json(fence), success: .json(.ok, Shapes.task), errors: [.conflict]
        ) { call in
            let actor = try call.actor()
            let task = try await UndoAnnotation(services).run(.init(task: call.id("task", what: "task")), as: actor)
            return try await screen.answer(task, for: actor)
        }
    }

    private static func review(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewReview",
            .object(
                .required("decision", .choice(ReviewDecision.allCases.map(\.rawValue))),
                .optional("value", .any, "The right answer, with `correct`."),
                .optional("fence", .nullable(.integer(min: 0, max: nil))),
                .optional("active_ms", .nullable(.integer(min: 0, max: 86_400_000))),
                .optional("reason", .nullable(.string(min: 0, max: 10_000, format: nil)))))
        let shape = Shapes.shape(
            "Review",
            [
                .required("review", .id), .required("task", .id),
                .required("decision", Shapes.word(ReviewDecision.self)),
            ])
        return .api(
            .post, "/api/v1/tasks/{task}/review", "Gives a verdict on an answer of the model or of people.",
            body: .json(body), success: .json(.ok, shape), errors: [.conflict], creates: true
        ) { call in
            let input = SubmitReview.Input(task: try call.id("task", what: "task"), body: try call.decode())
            return try .json(try await SubmitReview(services).run(input, as: call.actor()))
        }
    }

    private static func verdict(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewVerdict",
            .object(
                .required("verdict", .choice(ActionVerdict.allCases.map(\.rawValue))),
                .required("seen_hash", Shapes.hash, "The hash of the action that was on the screen."),
                .optional("arguments", .nullable(Shapes.anything), "The arguments to take instead, with `edit`."),
                .optional(
                    "message", .nullable(.string(min: 0, max: 10_000, format: nil)),
                    "What the agent is told; needed with `respond`."),
                .optional("fence", .nullable(.integer(min: 0, max: nil))),
                .optional("active_ms", .nullable(.integer(min: 0, max: 86_400_000)))))
        let shape = Shapes.shape(
            "Verdict",
            [
                .required("task", .id), .required("decision", .id), .required("action", Shapes.action),
                .required("answer", Shapes.actionAnswer),
            ])
        return .api(
            .post, "/api/v1/tasks/{task}/verdict", "Answers an agent's action, bound to the hash of what was seen.",
            body: .json(body), success: .json(.ok, shape), errors: [.conflict], creates: true
        ) { call in
            let input = DecideAction.Input(task: try call.id("task", what: "task"), body: try call.decode())
            return try .json(try await DecideAction(services).run(input, as: call.actor()))
        }
    }

    private static func probe(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "Probe",
            .object(
                .optional("rating", .nullable(.integer(min: 1, max: 5)), "Whether the explanation helped."),
                .optional("predicted", .nullable(.name), "The label that the model will give.")))
        let shape = Shapes.shape("Probed", [.required("task", .id), .required("recorded", .boolean)])
        return .api(
            .post, "/api/v1/tasks/{task}/probe", "Answers the question that follows some tasks.", body: .json(body),
            success: .json(.ok, shape), errors: [.conflict], creates: true
        ) { call in
            let input = RecordProbe.Input(task: try call.id("task", what: "task"), body: try call.decode())
            return try .json(try await RecordProbe(services).run(input, as: call.actor()))
        }
    }
}
