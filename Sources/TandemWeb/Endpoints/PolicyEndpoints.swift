import HTTPTypes
import TandemLedger
import TandemOversight
import TandemTabular
import TandemWorkflow

/// The routing policy, and what goes out to others when people have decided.
enum PolicyEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [change(services), messages(services), secret(services)]
    }

    private static func change(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Policy",
            [
                .required("policy", Shapes.anything), .required("policy_version", .text),
                .required("version", .count), .optional("voided", .id, "The certificate that the change voided."),
            ])
        return .api(
            .put, "/api/v1/projects/{project}/policy",
            "Changes the routing policy; a certificate bound to the old rules is voided.",
            body: .json(.object([], open: .any)), success: .json(.ok, shape), changesVersion: true
        ) { call in
            guard let version = call.ifMatch else {
                throw Problem(
                    .invalid, "if_match_missing", "Send the version that you have read, in quotes, as If-Match.",
                    at: "If-Match")
            }
            let input = ChangePolicy.Input(project: try call.part("project"), policy: call.json, version: version)
            let made = try await ChangePolicy(services).run(input, as: call.actor())
            return try .json(made, version: made.version)
        }
    }

    private static func messages(_ services: Services) -> Endpoint {
        let message = Shapes.shape(
            "Message",
            [
                .required("id", .id), .required("kind", .text), .required("url", .text),
                .required("state", .choice(["waiting", "delivered", "dead"])), .required("attempts", .count),
                .optional("next_at", .time), .optional("last_error", .text), .required("created_at", .time),
                .optional("ended_at", .time),
            ])
        let query =
            Parameter.page + [
                Parameter("state", .choice(["waiting", "delivered", "dead"]), "Only those that stand so.")
            ]
        return .api(
            .get, "/api/v1/projects/{project}/messages", "Lists messages to others, newest first; dead letters too.",
            query: query, success: .json(.ok, Shapes.list("Messages", message))
        ) { call in
            let input = ListMessages.Input(
                project: try call.part("project"), state: call.query["state"].flatMap(Message.State.init(rawValue:)),
                cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListMessages(services).run(input, as: call.actor()))
        }
    }

    private static func secret(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "WebhookSecretRequest", .object(.optional("renew", .nullable(.boolean), "Whether to make a new one.")))
        struct Body: Decodable {
            let renew: Bool?
        }
        return .api(
            .post, "/api/v1/projects/{project}/webhook-secret",
            "Shows the secret with which receivers verify messages; makes one if there is none.", body: .json(body),
            success: .json(.ok, Shapes.shape("WebhookSecret", [.required("secret", .text)]))
        ) { call in
            let body: Body = try call.decode()
            let input = ShowWebhookSecret.Input(project: try call.part("project"), renew: body.renew ?? false)
            return try .json(try await ShowWebhookSecret(services).run(input, as: call.actor()))
        }
    }
}
