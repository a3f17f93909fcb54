import HTTPTypes
import TandemLedger
import TandemWork
import TandemWorkflow

/// What a person may do about answers already given: look at the model's view, think again, look back.
enum SecondThoughtEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [reveal(services), correct(services), mine(services)]
    }

    private static func reveal(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Revealed",
            [
                .required("task", .id), .optional("value", .any), .required("unsure", .boolean),
                .required("agrees", .boolean),
                .required(
                    "suggestion", .object(.required("value", .any), .required("probability", .share))),
                .required("model_version", .text), .optional("explanation", Shapes.explanation),
                .required("question", Shapes.taskQuestion), .required("item", Shapes.taskItem),
            ])
        return .api(
            .post, "/api/v1/tasks/{task}/reveal",
            "Shows what the model says of a task that the caller answered blind; the answer can then no longer be undone.",
            body: .json(.object([], open: nil)), success: .json(.ok, shape), errors: [.conflict]
        ) { call in
            let said = try await RevealSuggestion(services).run(
                .init(task: call.id("task", what: "task")), as: call.actor())
            return try .json(TaskScreen.revealed(said))
        }
    }

    private static func correct(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Corrected",
            [
                .required("annotation", .id), .required("task", .id), .required("changed", .boolean),
                .required("state", .choice(AnnotationState.allCases.map(\.rawValue))),
                .required("item", .choice(["unchanged", "resolved", "reopened"])), .required("message", .text),
            ])
        return .api(
            .post, "/api/v1/tasks/{task}/correction",
            "Gives another answer in place of the caller's earlier one; both are kept.",
            body: .json(TaskEndpoints.answer), success: .json(.ok, shape), errors: [.conflict], creates: true
        ) { call in
            let input = CorrectAnnotation.Input(task: try call.id("task", what: "task"), body: try call.decode())
            return try .json(try await CorrectAnnotation(services).run(input, as: call.actor()))
        }
    }

    private static func mine(_ services: Services) -> Endpoint {
        let answer = Shapes.shape(
            "MyAnswer",
            [
                .required("annotation", .id), .required("task", .id), .required("key", .text),
                .required("kind", .text), .optional("value", .any), .required("text", .text),
                .required("unsure", .boolean), .optional("comment", .text), .required("state", .text),
                .required("blind", .boolean),
                .required("created_at", .time),
            ])
        return .api(
            .get, "/api/v1/projects/{project}/answers", "The caller's own answers that stand, newest first.",
            query: Parameter.page, success: .json(.ok, Shapes.list("MyAnswers", answer))
        ) { call in
            let input = ListMyAnswers.Input(
                project: try call.part("project"), cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListMyAnswers(services).run(input, as: call.actor()))
        }
    }
}
