import HTTPTypes
import TandemLedger
import TandemWorkflow

/// Certificates of automatic decisions.
enum CertificateEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [issue(services), list(services), withdraw(services)]
    }

    private static func issue(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewCertificate",
            .object(
                .optional(
                    "max_error", .nullable(.number(min: 0, max: 0.5)), "The highest error rate; 0.05 if not said."),
                .optional("confidence", .nullable(.number(min: 0.5, max: 1)), "0.95 if not said."),
                .optional(
                    "sources", .nullable(.choice(["any", "decision"])),
                    "Calibrate on every item or on live cases alone."),
                .optional(
                    "model_version", .nullable(.string(min: 1, max: 200, format: nil)),
                    "The version of your own model, as sent with its scores; the live model if not said.")))
        return .api(
            .post, "/api/v1/projects/{project}/certificates",
            "Calibrates a certificate for the live model or for your own, or tells what is missing: then its state is `refused`.",
            body: .json(body), success: .json(.created, Shapes.certificate), errors: [.conflict], creates: true
        ) { call in
            let input = IssueCertificate.Input(
                project: try call.part("project"), body: try call.decode(), onceKey: call.onceKey)
            return try .json(try await IssueCertificate(services).run(input, as: call.actor()), status: .created)
        }
    }

    private static func list(_ services: Services) -> Endpoint {
        let shape = Shapes.shape(
            "Certificates",
            [
                .required("items", .array(Shapes.certificate, min: 0, max: 100)), .optional("next", .text),
                .optional("valid", Shapes.certificate),
                .required("monitors", .array(Shapes.monitor, min: 0, max: 1000)),
            ])
        return .api(
            .get, "/api/v1/projects/{project}/certificates",
            "Lists certificates and refusals, newest first, and the monitors of the valid one.", query: Parameter.page,
            success: .json(.ok, shape)
        ) { call in
            let input = ListCertificates.Input(
                project: try call.part("project"), cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListCertificates(services).run(input, as: call.actor()))
        }
    }

    private static func withdraw(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "Withdrawal", .object(.required("reason", .string(min: 1, max: 500, format: nil), "Kept with it.")))
        struct Body: Decodable {
            let reason: String
        }
        return .api(
            .post, "/api/v1/certificates/{certificate}/withdraw", "Takes a certificate back; then people decide.",
            body: .json(body), success: .json(.ok, Shapes.certificate), errors: [.conflict]
        ) { call in
            let body: Body = try call.decode()
            let input = WithdrawCertificate.Input(
                certificate: try call.id("certificate", what: "certificate"), reason: body.reason)
            return try .json(try await WithdrawCertificate(services).run(input, as: call.actor()))
        }
    }
}
