import HTTPTypes
import TandemLedger
import TandemWorkflow

/// Training and other long work.
enum JobEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [train(services), job(services), cancel(services), fit(services), aggregator(services)]
    }

    private static func train(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "Training",
            .object(
                .optional("learner", .nullable(.choice(TrainingRequest.Choice.allCases.map(\.rawValue)))),
                .optional("parameters", .nullable(.object([], open: .any))),
                .optional("arm", .nullable(.choice(["with_people", "without_people"])))))
        return .api(
            .post, "/api/v1/projects/{project}/models", "Asks for a new model; a job trains it.", body: .json(body),
            success: .json(.accepted, Shapes.job), errors: [.conflict], creates: true
        ) { call in
            let input = RequestTraining.Input(
                project: try call.part("project"), body: try call.decode(), onceKey: call.onceKey)
            let made = try await RequestTraining(services).run(input, as: call.actor())
            return try .json(made, status: .accepted, location: "/api/v1/jobs/\(made.id)")
        }
    }

    private static func fit(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/projects/{project}/aggregator/fits",
            "Asks for another fit of the aggregator that makes one label of many answers; a job makes it.",
            body: .json(.object([], open: nil)), success: .json(.accepted, Shapes.job), errors: [.conflict],
            creates: true
        ) { call in
            let input = RequestFit.Input(project: try call.part("project"), onceKey: call.onceKey)
            let made = try await RequestFit(services).run(input, as: call.actor())
            return try .json(made, status: .accepted, location: "/api/v1/jobs/\(made.id)")
        }
    }

    private static func aggregator(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Aggregator",
            [
                .required("method", .text), .optional("fit", .id), .optional("fitted_at", .time),
                .required("votes", .count),
                .required("items", .count),
                .required(
                    "workers",
                    .array(
                        .object(.required("worker", .id), .required("accuracy", .share)), min: 0, max: 1_000_000)),
            ])
        return .api(
            .get, "/api/v1/projects/{project}/aggregator",
            "What the aggregator learned last about the people who answer.", success: .json(.ok, shape)
        ) { call in
            let input = ViewAggregator.Input(project: try call.part("project"))
            return try .json(try await ViewAggregator(services).run(input, as: call.actor()))
        }
    }

    private static func job(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/jobs/{job}", "How a job stands.", success: .json(.ok, Shapes.job)
        ) { call in
            try .json(try await GetJob(services).run(call.id("job", what: "job"), as: call.actor()))
        }
    }

    private static func cancel(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/jobs/{job}/cancel", "Ends a job.", success: .json(.ok, Shapes.job), errors: [.conflict]
        ) { call in
            try .json(try await CancelJob(services).run(call.id("job", what: "job"), as: call.actor()))
        }
    }
}
