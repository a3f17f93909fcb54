import HTTPTypes
import TandemLedger
import TandemRegistry
import TandemWorkflow

/// Models: what there is, how they compare, which one is live.
enum ModelEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [
            list(services), model(services), examination(services), review(services), promote(services),
            rollBack(services), comparison(services), jobs(services),
        ]
    }

    private static let reason = JSONSchema.named(
        "Reason", .object(.optional("reason", .nullable(.string(min: 0, max: 500, format: nil)), "Why, in a sentence."))
    )

    private struct Reason: Decodable {
        let reason: String?
    }

    private static func list(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Models",
            [
                .required("items", .array(Shapes.model, min: 0, max: 100)), .optional("next", .text),
                .optional("live", Shapes.liveModel),
                .required("changes", .array(Shapes.modelChange, min: 0, max: 20)),
            ])
        return .api(
            .get, "/api/v1/projects/{project}/models", "Lists models, newest first.", query: Parameter.page,
            success: .json(.ok, shape)
        ) { call in
            let input = ListModels.Input(
                project: try call.part("project"), cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListModels(services).run(input, as: call.actor()))
        }
    }

    private static func model(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/models/{model}", "A model with its evaluations.", success: .json(.ok, Shapes.model)
        ) { call in
            try .json(try await GetModel(services).run(call.id("model", what: "model"), as: call.actor()))
        }
    }

    private static func examination(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/models/{model}/examination",
            "Where a model errs and for whom, on the frozen evaluation set.", success: .json(.ok, Shapes.examination),
            errors: [.conflict]
        ) { call in
            try .json(try await ExamineModel(services).run(call.id("model", what: "model"), as: call.actor()))
        }
    }

    private static func review(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "ReviewRequest",
            .object(
                .optional(
                    "cohort", .nullable(.string(min: 1, max: 2_000, format: nil)),
                    "The words of a cohort of the examination; without it the suspected labels.")))
        let made = Shapes.shape("ReviewsCreated", [.required("created", .count), .required("skipped", .count)])
        return .api(
            .post, "/api/v1/models/{model}/reviews",
            "Has an expert look once more at a cohort's or the suspected labels.", body: .json(body),
            success: .json(.created, made), errors: [.conflict], creates: true
        ) { call in
            let input = AskForReview.Input(
                model: try call.id("model", what: "model"), body: try call.decode(), onceKey: call.onceKey)
            return try .json(try await AskForReview(services).run(input, as: call.actor()), status: .created)
        }
    }

    private static func promote(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/models/{model}/promote", "Makes a model live; its author may not.", body: .json(reason),
            success: .json(.ok, Shapes.liveModel), errors: [.conflict], creates: true
        ) { call in
            let body: Reason = try call.decode()
            let input = PromoteModel.Input(
                model: try call.id("model", what: "model"), reason: body.reason, onceKey: call.onceKey)
            return try .json(try await PromoteModel(services).run(input, as: call.actor()))
        }
    }

    private static func rollBack(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/models/{model}/rollback", "Makes the model that was live before live again.",
            body: .json(reason), success: .json(.ok, Shapes.liveModel), errors: [.conflict], creates: true
        ) { call in
            let body: Reason = try call.decode()
            let actor = try call.actor()
            let model = try await GetModel(services).run(call.id("model", what: "model"), as: actor)
            let input = RollBackModel.Input(
                project: model.project.rawValue, to: model.id, reason: body.reason, onceKey: call.onceKey)
            return try .json(try await RollBackModel(services).run(input, as: actor))
        }
    }

    private static func comparison(_ services: Services) -> Endpoint {
        let query = [
            Parameter("challenger", .id, "The model that is judged; the newest if not said."),
            Parameter("champion", .id, "What it is judged against; the live model if not said."),
        ]
        return .api(
            .get, "/api/v1/projects/{project}/comparison", "Puts two models side by side on the same frozen labels.",
            query: query, success: .json(.ok, Shapes.comparison), errors: [.conflict]
        ) { call in
            let input = CompareModels.Input(
                project: try call.part("project"),
                challenger: call.query["challenger"].flatMap(ModelID.init(checking:)),
                champion: call.query["champion"].flatMap(ModelID.init(checking:)))
            return try .json(try await CompareModels(services).run(input, as: call.actor()))
        }
    }

    private static func jobs(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/projects/{project}/jobs", "Lists the newest training jobs.", query: [Parameter.page[0]],
            success: .json(.ok, Shapes.list("Jobs", Shapes.job))
        ) { call in
            let input = ListJobs.Input(project: try call.part("project"), limit: call.limit)
            return try .json(try await ListJobs(services).run(input, as: call.actor()))
        }
    }
}
