import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemTabular
import TandemWorkflow

/// Projects and their items.
enum ItemEndpoints {
    static func all(_ services: Services) -> [Endpoint] {
        [createProject(services), listItems(services), importItems(services)]
    }

    private static func createProject(_ services: Services) -> Endpoint {
        let body = JSONSchema.named(
            "NewProject",
            .object(
                .required("name", .name), .optional("slug", .nullable(.string(min: 1, max: 60, format: nil))),
                .required("question", newQuestion), .required("schema", newSchema),
                .optional("settings", .nullable(.object([], open: .any))),
                .optional("policy", .nullable(.object([], open: .any))),
                .optional("guidelines", .nullable(.string(min: 0, max: 200_000, format: nil)))))
        return .api(
            .post, "/api/v1/projects", "Creates a project.", body: .json(body),
            success: .json(.created, Shapes.project), errors: [.conflict], creates: true
        ) { call in
            let input = CreateProject.Input(body: try call.decode(), onceKey: call.onceKey)
            let made = try await CreateProject(services).run(input, as: call.actor())
            return try .json(made, status: .created, location: "/api/v1/projects/\(made.slug)", version: made.version)
        }
    }

    private static func listItems(_ services: Services) -> Endpoint {
        .api(
            .get, "/api/v1/projects/{project}/items", "Lists items in the order they came.", query: Parameter.page,
            success: .json(.ok, Shapes.list("Items", Shapes.item))
        ) { call in
            let input = ListItems.Input(
                project: try call.part("project"), cursor: call.query["cursor"], limit: call.limit)
            return try .json(try await ListItems(services).run(input, as: call.actor()))
        }
    }

    /// A file is imported as it arrives; its name is the resumable import's id: the same name adds nothing twice.
    private static func importItems(_ services: Services) -> Endpoint {
        let types = ["text/csv", "text/tab-separated-values", "application/x-ndjson", "application/jsonl"]
        return .api(
            .post, "/api/v1/projects/{project}/items", "Imports items from CSV, TSV or JSON Lines.",
            query: [Parameter("name", .name, "Name of the import; the Idempotency-Key if not said.")],
            body: .stream(types), success: .json(.ok, Shapes.importing), errors: [.conflict], creates: true
        ) { call in
            guard let name = call.query["name"] ?? call.onceKey, let stream = call.stream else {
                throw Problem(
                    .invalid, "import_name_missing", "Give the import a name: ?name=… or an Idempotency-Key.",
                    at: "name")
            }
            let type = (call.headers[.contentType] ?? "").lowercased()
            let format: ImportItems.Format =
                type.hasPrefix("text/csv") ? .csv : type.hasPrefix("text/tab") ? .tsv : .jsonl
            let input = ImportItems.Input(
                project: try call.part("project"), name: name, format: format, bytes: ByteChunks(body: stream))
            return try .json(try await ImportItems(services).run(input, as: call.actor()))
        }
    }

    private static let newQuestion = JSONSchema.object(
        .required("kind", .choice(["choice", "number", "text"])),
        .required("prompt", .string(min: 1, max: 2000, format: nil)),
        .optional("labels", .nullable(.array(label, min: 0, max: 500))),
        .optional("minimum", .nullable(.number(min: nil, max: nil))),
        .optional("maximum", .nullable(.number(min: nil, max: nil))),
        .optional("step", .nullable(.number(min: 0, max: nil))),
        .optional("unit", .nullable(.name)), .optional("max_length", .nullable(.integer(min: 1, max: 100_000))))

    private static let label = JSONSchema.object(
        .required("value", .name), .optional("text", .nullable(.name)))

    private static let newSchema = JSONSchema.object(
        .required(
            "columns",
            .array(
                .object(
                    .required("name", .name),
                    .required("type", .choice(["number", "category", "text", "boolean", "time"])),
                    .optional(
                        "role", .choice(["key", "subject", "personal", "sensitive", "time", "target", "feature"])),
                    .optional("required", .boolean)), min: 1, max: 2000)))
}

/// A request's body as plain byte arrays.
struct ByteChunks: AsyncSequence, Sendable {
    let body: RequestBody

    func makeAsyncIterator() -> Iterator { Iterator(inner: body.makeAsyncIterator()) }

    struct Iterator: AsyncIteratorProtocol {
        var inner: RequestBody.AsyncIterator

        mutating func next() async throws -> [UInt8]? {
            try await inner.next().map { Array($0.readableBytesView) }
        }
    }
}
