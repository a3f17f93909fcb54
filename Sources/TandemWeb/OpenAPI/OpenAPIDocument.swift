import HTTPTypes
import TandemLedger
import TandemTabular

/// OpenAPI 3.1 printed from the endpoints, so that it cannot tell anything else than what runs.
public enum OpenAPIDocument {
    /// The document for these endpoints; pages and assets are left out.
    public static func json(_ endpoints: [Endpoint], version: String) -> JSONValue {
        let endpoints = endpoints.filter { $0.kind == .api }
        var paths: [String: JSONValue] = [:]
        for endpoint in endpoints {
            var item = paths[endpoint.path]?.object ?? [:]
            item[endpoint.method.rawValue.lowercased()] = operation(endpoint)
            paths[endpoint.path] = .object(item)
        }
        let schemas = endpoints.reduce(into: ProblemAnswer.schema.named) { found, endpoint in
            if case .json(let schema, _) = endpoint.body { found.merge(schema.named) { first, _ in first } }
            if let schema = endpoint.success.schema { found.merge(schema.named) { first, _ in first } }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Tandem", "version": .string(version),
                "description": "People and a model decide together: label, train, decide, review, prove.",
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "paths": .object(paths),
            "components": [
                "schemas": .object(schemas.mapValues { body($0) }),
                "securitySchemes": ["token": ["type": "http", "scheme": "bearer"]],
            ],
        ]
    }

    private static func body(_ schema: JSONSchema) -> JSONValue {
        if case .named(_, let inner) = schema { return inner.json }
        return schema.json
    }

    private static func operation(_ endpoint: Endpoint) -> JSONValue {
        var operation: [String: JSONValue] = [
            "summary": .string(endpoint.summary), "operationId": .string(operationID(endpoint)),
            "responses": .object(responses(endpoint)),
            "security": .array(endpoint.access == .anyone ? [] : [["token": .array([])]]),
        ]
        let parameters = parameters(endpoint)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        switch endpoint.body {
        case .none, .form: break
        case .json(let schema, _):
            operation["requestBody"] = [
                "required": true, "content": ["application/json": ["schema": schema.json]],
            ]
        case .stream(let types):
            // Without a schema: the bytes are a file's, not a JSON value in another dress.
            let content = types.map { ($0, JSONValue.object([:])) }
            operation["requestBody"] = [
                "required": true, "content": .object(Dictionary(content, uniquingKeysWith: { first, _ in first })),
            ]
        }
        return .object(operation)
    }

    private static func operationID(_ endpoint: Endpoint) -> String {
        let parts = endpoint.path.split(separator: "/").filter { $0 != "api" && $0 != "v1" }
        return ([endpoint.method.rawValue.lowercased()[...]] + parts.map { $0.trimmingPrefix("{") })
            .map { $0.filter { $0.isLetter || $0.isNumber || $0 == "_" } }.joined(separator: "_")
    }

    private static func parameters(_ endpoint: Endpoint) -> [JSONValue] {
        let path = endpoint.pathParameters.map { name -> JSONValue in
            [
                "name": .string(name), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1, "maxLength": 200],
            ]
        }
        let query = endpoint.query.map { parameter -> JSONValue in
            [
                "name": .string(parameter.name), "in": "query", "required": false, "schema": parameter.schema.json,
                "description": .string(parameter.note),
            ]
        }
        let once: [JSONValue] =
            endpoint.creates
            ? [
                [
                    "name": "Idempotency-Key", "in": "header", "required": false,
                    "schema": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"],
                    "description": "The same key again with the same request gives the same answer and adds nothing.",
                ]
            ] : []
        let ifMatch: [JSONValue] =
            endpoint.changesVersion
            ? [
                [
                    "name": "If-Match", "in": "header", "required": true,
                    "schema": ["type": "string", "pattern": "^\"[0-9]{1,15}\"$"],
                    "description": "The version that was read, as its ETag said; 412 when it was changed since.",
                ]
            ] : []
        return path + query + once + ifMatch
    }

    private static func responses(_ endpoint: Endpoint) -> [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        switch endpoint.success {
        case .json(let status, let schema): responses["\(status.code)"] = content("application/json", schema.json)
        case .jsonOrNothing(let schema):
            responses["200"] = content("application/json", schema.json)
            responses["204"] = ["description": "Nothing there."]
        case .nothing: responses["204"] = ["description": "Done."]
        case .bytes(let type): responses["200"] = content(type, ["type": "string"])
        }
        for kind in Set(endpoint.errors + endpoint.usualErrors) {
            responses["\(ProblemAnswer.status(kind).code)"] = content(
                "application/problem+json", ProblemAnswer.schema.json)
        }
        return responses
    }

    private static func content(_ type: String, _ schema: JSONValue) -> JSONValue {
        ["description": "", "content": .object([type: ["schema": schema]])]
    }
}

extension Endpoint {
    /// Problems that follow from what the route takes, so that nobody has to list them.
    var usualErrors: [Problem.Kind] {
        var kinds: [Problem.Kind] = [.unavailable]
        if access == .signedIn { kinds += [.unauthenticated, .forbidden] }
        if !pathParameters.isEmpty { kinds.append(.notFound) }
        if !query.isEmpty { kinds.append(.invalid) }
        switch body {
        case .none: break
        case .json, .stream, .form: kinds += [.invalid, .tooLarge, .unsupported]
        }
        if creates { kinds += [.conflict, .invalid] }
        if changesVersion { kinds += [.changed, .invalid] }
        return kinds
    }
}

extension Endpoint.Success {
    var schema: JSONSchema? {
        switch self {
        case .json(_, let schema), .jsonOrNothing(let schema): schema
        case .nothing, .bytes: nil
        }
    }
}
