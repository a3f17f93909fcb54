import HTTPTypes
import TandemLedger

/// One route: the only way to register anything that answers, so nothing can be reached that does not say who may.
///
/// `/openapi.json` is printed from these values; the same schemas check requests before they are decoded and, in tests,
/// the answers.
public struct Endpoint: Sendable {
    /// What the route serves; only `api` stands in OpenAPI.
    public enum Kind: Sendable { case api, page, asset }

    /// Who may call; what exactly they may do is asked again in the use case.
    public enum Access: Sendable, Equatable {
        /// Anybody, signed in or not.
        case anyone
        /// Somebody with a session or a token.
        case signedIn
    }

    /// How the body of a request is taken.
    public enum Body: Sendable {
        /// No body is read.
        case none
        /// JSON of this schema; at most `limit` bytes.
        case json(JSONSchema, limit: Int = 1 << 20)
        /// A form of a page: `application/x-www-form-urlencoded`, at most 1 MiB, with its CSRF token.
        case form
        /// The handler reads the bytes itself as they arrive, of one of these media types.
        case stream([String])
    }

    /// What a success looks like.
    public enum Success: Sendable {
        /// JSON of this schema.
        case json(HTTPResponse.Status, JSONSchema)
        /// JSON of this schema, or 204 when there is nothing.
        case jsonOrNothing(JSONSchema)
        /// No body.
        case nothing
        /// Bytes of a media type.
        case bytes(String)
    }

    let kind: Kind
    let method: HTTPRequest.Method
    let path: String
    let summary: String
    let access: Access
    let query: [Parameter]
    let body: Body
    let success: Success
    let errors: [Problem.Kind]
    let creates: Bool
    let changesVersion: Bool
    let handle: @Sendable (Call) async throws -> Answer
    /// The names in the path's braces, in order.
    let pathParameters: [String]

    private init(
        kind: Kind, method: HTTPRequest.Method, path: String, summary: String, access: Access, query: [Parameter],
        body: Body, success: Success, errors: [Problem.Kind], creates: Bool, changesVersion: Bool,
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) {
        self.kind = kind
        self.method = method
        self.path = path
        self.summary = summary
        self.access = access
        self.query = query
        self.body = body
        self.success = success
        self.errors = errors
        self.creates = creates
        self.changesVersion = changesVersion
        self.handle = handle
        pathParameters = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
            String($0.dropFirst().dropLast())
        }
    }

    /// A route of the API.
    ///
    /// - Parameters:
    ///   - method: the HTTP method.
    ///   - path: with `{name}` for each part that varies.
    ///   - summary: one sentence for OpenAPI.
    ///   - access: who may call.
    ///   - query: parameters of the query; unknown ones are refused.
    ///   - body: how the body is taken.
    ///   - success: what a success looks like.
    ///   - errors: kinds of problems besides those every route may have.
    ///   - creates: whether it takes an Idempotency-Key.
    ///   - changesVersion: whether it needs the version that was read, as If-Match.
    ///   - handle: does it.
    /// - Returns: the route.
    public static func api(
        _ method: HTTPRequest.Method, _ path: String, _ summary: String, access: Access = .signedIn,
        query: [Parameter] = [], body: Body = .none, success: Success, errors: [Problem.Kind] = [],
        creates: Bool = false, changesVersion: Bool = false, handle: @escaping @Sendable (Call) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            kind: .api, method: method, path: path, summary: summary, access: access, query: query, body: body,
            success: success, errors: errors, creates: creates, changesVersion: changesVersion, handle: handle)
    }

    /// A page, or a form's target.
    public static func page(
        _ method: HTTPRequest.Method, _ path: String, access: Access = .signedIn, body: Body = .none,
        handle: @escaping @Sendable (Call) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            kind: .page, method: method, path: path, summary: "", access: access, query: [], body: body,
            success: .bytes("text/html; charset=utf-8"), errors: [], creates: false, changesVersion: false,
            handle: handle)
    }

    /// A file served to browsers.
    public static func asset(
        _ path: String, type: String, handle: @escaping @Sendable (Call) async throws -> Answer
    ) -> Endpoint {
        Endpoint(
            kind: .asset, method: .get, path: path, summary: "", access: .anyone, query: [], body: .none,
            success: .bytes(type), errors: [], creates: false, changesVersion: false, handle: handle)
    }
}

/// One parameter of a query.
public struct Parameter: Sendable {
    let name: String
    let schema: JSONSchema
    let note: String

    /// A parameter that may be missing.
    public init(_ name: String, _ schema: JSONSchema, _ note: String) {
        self.name = name
        self.schema = schema
        self.note = note
    }

    /// The usual two of a keyset-paged list.
    public static let page = [
        Parameter("limit", .integer(min: 1, max: 500), "How many at most; 50 if not said."),
        Parameter("cursor", .string(min: 1, max: 400, format: nil), "What `next` of the page before said."),
    ]
}
