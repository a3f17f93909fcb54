import HTTPTypes
import TandemLedger
import TandemTabular
import TandemWorkflow

/// The twelve figures, and the costs and known answers that some of them need.
enum FigureEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [figures(services), history(services), cost(services), gold(services)]
    }

    private static let at = Parameter("at", .time, "As of the last checkpoint before; now if not said.")

    private static func figures(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "KPIs",
            [
                .required("project", .id), .optional("checkpoint", Shapes.checkpoint),
                .required("kpis", .array(Shapes.figure, min: 0, max: 100)),
            ])
        return .api(
            .get, "/api/v1/projects/{project}/kpis", "The twelve figures, computed from the ledger.", query: [at],
            success: .json(.ok, shape)
        ) { call in
            let input = ComputeKPIs.Input(
                project: try call.part("project"), at: call.query["at"].flatMap { Instant(iso8601: $0) })
            return try .json(try await ComputeKPIs(services).run(input, as: call.actor()))
        }
    }

    private static func history(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "KPIHistory",
            [
                .required("project", .id), .optional("checkpoint", Shapes.checkpoint),
                .required("series", .array(Shapes.series, min: 0, max: 100)),
            ])
        let points = Parameter("points", .integer(min: 2, max: KPIHistory.most), "How many moments; 30 if not said.")
        return .api(
            .get, "/api/v1/projects/{project}/kpis/history", "The figures over time, for charts.", query: [at, points],
            success: .json(.ok, shape)
        ) { call in
            let input = KPIHistory.Input(
                project: try call.part("project"), at: call.query["at"].flatMap { Instant(iso8601: $0) },
                points: call.query["points"].flatMap(Int.init) ?? 30)
            return try .json(try await KPIHistory(services).run(input, as: call.actor()))
        }
    }

    private static func cost(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewCost",
            .object(
                .required("kind", .string(min: 1, max: 40, format: nil), "What it was for, such as `platform`."),
                .required("amount", .number(min: -1e9, max: 1e9)),
                .required("currency", .string(min: 3, max: 3, format: nil)),
                .optional("period_start", .nullable(.time)), .optional("period_end", .nullable(.time))))
        let shape = Shapes.shape(
            "Cost",
            [
                .required("id", .text), .required("kind", .text), .required("amount", Shapes.number),
                .required("currency", .text), .required("period_start", .time), .required("period_end", .time),
                .required("posted_at", .time),
            ])
        return .api(
            .post, "/api/v1/projects/{project}/costs", "Posts a cost that is nobody's working hours.",
            body: .json(body), success: .json(.created, shape), errors: [.conflict], creates: true
        ) { call in
            let input = PostCost.Input(
                project: try call.part("project"), body: try call.decode(), onceKey: call.onceKey)
            return try .json(try await PostCost(services).run(input, as: call.actor()), status: .created)
        }
    }

    private static func gold(_ services: Services) -> Endpoint {
        let answer = JSONSchema.object(
            .required("item", .string(min: 1, max: 1000, format: nil), "The item's key or id."),
            .required("value", .any, "The right answer."))
        let body = JSONSchema.named("NewGold", .object(.required("items", .array(answer, min: 1, max: 1000))))
        return .api(
            .post, "/api/v1/projects/{project}/gold", "Sets known answers, by which people are measured.",
            body: .json(body), success: .json(.ok, Shapes.shape("Gold", [.required("set", .count)])),
            errors: [.conflict], creates: true
        ) { call in
            let input = SetGold.Input(project: try call.part("project"), body: try call.decode(), onceKey: call.onceKey)
            return try .json(try await SetGold(services).run(input, as: call.actor()))
        }
    }
}
