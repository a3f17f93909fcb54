import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemTabular
import TandemWork
import TandemWorkflow

/// The ledger: events, verification, export, erasure.
enum LedgerEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [events(services), verify(services), export(services), erase(services)]
    }

    private static func events(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/events", "Lists events, newest first.",
            query: Parameter.page + [
                Parameter("project", .name, "Only of this project."), Parameter("kind", .name, "Only of this kind."),
                Parameter("subject", .name, "Only about this thing."),
            ], success: .json(.ok, Shapes.list("Events", Shapes.event)), errors: [.notFound]
        ) { call in
            let actor = try call.actor()
            let input = ListEvents.Input(
                project: try await project(call, actor, services), kind: call.query["kind"],
                subject: call.query["subject"], cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListEvents(services).run(input, as: actor))
        }
    }

    private static func verify(_ services: Services) -> Endpoint {
        .api(
            .post, "/api/v1/ledger/verify", "Checks every chain, checkpoint and anchor; names the first bad row.",
            success: .json(.ok, Shapes.verification)
        ) { call in
            try .json(try await VerifyLedger(services).run(.init(), as: call.actor()))
        }
    }

    private static func export(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/ledger/export", "Streams events as JSON Lines that can be verified with SHA-256 alone.",
            query: [
                Parameter("project", .name, "Only of this project."), Parameter("from", .time, "Recorded at or after."),
                Parameter("to", .time, "Recorded before."),
            ], success: .bytes("application/x-ndjson"), errors: [.notFound]
        ) { call in
            let actor = try call.actor()
            let input = ExportLedger.Input(
                project: try await project(call, actor, services),
                from: call.query["from"].flatMap { Instant(iso8601: $0) },
                to: call.query["to"].flatMap { Instant(iso8601: $0) })
            let pages = try await ExportLedger(services).run(input, as: actor)
            return Answer(
                headers: [.contentType: "application/x-ndjson"],
                body: ResponseBody { writer in
                    for try await page in pages { try await writer.write(ByteBuffer(bytes: page)) }
                    try await writer.finish(nil)
                })
        }
    }

    private static func erase(_ services: Services) -> Endpoint {
        let body = JSONSchema.named("Erasure", .object(.required("subject", .name)))
        struct Body: Decodable {
            let subject: String
        }
        return .api(
            .post, "/api/v1/erasures", "Erases what is known of one subject; the ledger still verifies.",
            body: .json(body), success: .json(.ok, Shapes.erasure), errors: [.notFound, .conflict]
        ) { call in
            let body: Body = try call.decode()
            return try .json(try await EraseSubject(services).run(.init(subject: body.subject), as: call.actor()))
        }
    }

    private static func project(_ call: Call, _ actor: Actor, _ services: Services) async throws -> ProjectID? {
        guard let name = call.query["project"] else { return nil }
        return try await ProjectLookup.find(name, for: actor, services).id
    }
}
