import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemTabular

/// Reads and checks the parts of a request in the order in which they can be refused cheaply.
enum RequestReading {
    static func call(
        _ endpoint: Endpoint, _ request: Request, _ context: FrontContext, _ caller: Caller?
    ) async throws -> Call {
        let path = try pathParts(endpoint, context)
        let query = try query(endpoint, request)
        if let key = request.headers[.idempotencyKey], key.wholeMatch(of: /[!-~]{1,200}/) == nil {
            throw Problem(
                .invalid, "idempotency_key_invalid", "Idempotency-Key takes 1 to 200 printable ASCII characters.",
                at: "Idempotency-Key")
        }
        if endpoint.changesVersion, request.headers[.ifMatch]?.wholeMatch(of: /(W\/)?"[0-9]{1,15}"/) == nil {
            throw Problem(
                .invalid, "if_match_missing", "Send the version that you have read, in quotes, as If-Match.",
                at: "If-Match")
        }
        var read = ReadBody()
        switch endpoint.body {
        case .none: break
        case .json(let schema, let limit): read = try await json(request, schema, limit)
        case .form: read.form = try await form(request)
        case .stream(let types): try requireType(request, types)
        }
        let changes = request.method != .get && request.method != .head && request.method != .options
        if changes {
            try Identification.requireOwnPage(caller, header: request.headers[.csrf], field: read.form["csrf"])
        }
        var stream: RequestBody?
        if case .stream = endpoint.body { stream = request.body }
        return Call(
            signedIn: caller, path: path, query: query, headers: request.headers, json: read.json, bytes: read.bytes,
            form: read.form, stream: stream, remote: context.remote)
    }

    private struct ReadBody {
        var json = JSONValue.null
        var bytes: [UInt8] = []
        var form: [String: String] = [:]
    }

    private static func pathParts(_ endpoint: Endpoint, _ context: FrontContext) throws(Problem) -> [String: String] {
        var parts: [String: String] = [:]
        for name in endpoint.pathParameters {
            guard let raw = context.parameters.get(name), let text = plain(raw),
                text.unicodeScalars.count <= 200, !text.unicodeScalars.contains(where: { $0.value < 32 })
            else { throw Problem(.notFound, "no_such_address", "There is nothing at this address.") }
            parts[name] = text
        }
        return parts
    }

    /// Without its percent-encoding, where there is any.
    private static func plain(_ raw: String) -> String? {
        raw.utf8.contains(UInt8(ascii: "%")) ? raw.removingPercentEncoding : raw
    }

    private static func query(_ endpoint: Endpoint, _ request: Request) throws(Problem) -> [String: String] {
        guard let given = request.uri.query, !given.isEmpty else { return [:] }
        let fields = FormFields.decode(given)
        guard endpoint.kind == .api else {
            return Dictionary(fields ?? [], uniquingKeysWith: { _, last in last })
        }
        guard let fields else {
            throw Problem(.invalid, "query_invalid", "The query is not percent-encoded UTF-8.", at: "query")
        }
        var checked: [String: String] = [:]
        for (name, text) in fields {
            guard let parameter = endpoint.query.first(where: { $0.name == name }) else {
                throw Problem(.invalid, "query_unknown", "The query parameter \(name) is not known here.", at: name)
            }
            guard checked[name] == nil else {
                throw Problem(.invalid, "query_repeated", "The query parameter \(name) is given twice.", at: name)
            }
            if let mismatch = parameter.schema.mismatch(parameter.schema.reading(text)) {
                throw Problem(.invalid, "query_invalid", "The query parameter \(name) \(mismatch.reason).", at: name)
            }
            checked[name] = text
        }
        return checked
    }

    private static func requireType(_ request: Request, _ types: [String]) throws(Problem) {
        if let said = request.headers[.contentType], types.contains(said) { return }
        let given = (request.headers[.contentType] ?? "").split(separator: ";").first.map {
            $0.trimmingCharacters(in: .whitespaces).lowercased()
        }
        guard let given, types.contains(given) else {
            throw Problem(
                .unsupported, "media_type_unsupported",
                "Send Content-Type \(types.joined(separator: " or ")).", at: "Content-Type")
        }
    }

    private static func json(_ request: Request, _ schema: JSONSchema, _ limit: Int) async throws -> ReadBody {
        try requireType(request, ["application/json"])
        let buffer = try await request.body.collect(upTo: limit)
        var read = ReadBody()
        read.bytes = Array(buffer.readableBytesView)
        do {
            read.json = try JSONValue(parsing: read.bytes)
        } catch {
            throw Problem(.invalid, "json_invalid", "The body is not JSON: \(error).", at: "body")
        }
        if let mismatch = schema.mismatch(read.json) {
            let place = mismatch.pointer.isEmpty ? "The body" : mismatch.pointer
            throw Problem(.invalid, "body_invalid", "\(place) \(mismatch.reason).", at: mismatch.pointer)
        }
        return read
    }

    private static func form(_ request: Request) async throws -> [String: String] {
        try requireType(request, ["application/x-www-form-urlencoded"])
        let buffer = try await request.body.collect(upTo: 1 << 20)
        guard let fields = FormFields.decode(String(decoding: buffer.readableBytesView, as: UTF8.self)) else {
            throw Problem(.invalid, "form_invalid", "The form is not percent-encoded UTF-8.", at: "body")
        }
        return Dictionary(fields, uniquingKeysWith: { _, last in last })
    }
}

/// Fields of a query or a form: `application/x-www-form-urlencoded`.
enum FormFields {
    /// The fields in order, or nil when something is not percent-encoded UTF-8.
    static func decode(_ text: String) -> [(String, String)]? {
        var fields: [(String, String)] = []
        for pair in text.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = plain(halves[0]), let value = plain(halves.count == 2 ? halves[1] : "") else { return nil }
            fields.append((name, value))
        }
        return fields
    }

    private static func plain(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}

extension JSONSchema {
    /// Text from a query as the value that this schema expects.
    func reading(_ text: String) -> JSONValue {
        switch self {
        case .integer, .number: Double(text).map(JSONValue.init(finiteOrNull:)) ?? .string(text)
        case .boolean: text == "true" ? .bool(true) : text == "false" ? .bool(false) : .string(text)
        default: .string(text)
        }
    }
}
