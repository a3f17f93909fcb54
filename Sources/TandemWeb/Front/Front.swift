import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TandemLedger

/// The front of the house: every request passes here once, from request id to security headers.
public struct Front: Sendable {
    let endpoints: [Endpoint]
    let authenticator: any Authenticator
    let random: any RandomSource
    let metrics: MetricRegistry
    let logger: Logger
    let errorPage: @Sendable (Problem, String, Caller?) throws -> String
    /// Whether a request stays on the event loop of its connection; only where loops run by themselves.
    public var staysOnLoop = false

    /// A front over these endpoints.
    ///
    /// - Parameters:
    ///   - endpoints: all routes there are.
    ///   - authenticator: finds out who calls.
    ///   - random: for request ids.
    ///   - metrics: where requests are counted.
    ///   - logger: where requests are told, without personal data.
    ///   - errorPage: renders a problem, with the request's id, for people; for the one who is signed in, if known.
    public init(
        endpoints: [Endpoint], authenticator: any Authenticator, random: any RandomSource,
        metrics: MetricRegistry, logger: Logger,
        errorPage: @escaping @Sendable (Problem, String, Caller?) throws -> String
    ) {
        self.endpoints = endpoints
        self.authenticator = authenticator
        self.random = random
        self.metrics = metrics
        self.logger = logger
        self.errorPage = errorPage
    }

    /// The router that Hummingbird serves: each endpoint, and HEAD where there is GET.
    public func router() -> Router<FrontContext> {
        let router = Router(context: FrontContext.self)
        router.addMiddleware { FrontMiddleware(front: self) }
        let byPath = Dictionary(grouping: endpoints, by: \.path)
        for (path, endpoints) in byPath.sorted(by: { $0.key < $1.key }) {
            let route = RouterPath(path.replacing("{", with: ":").replacing("}", with: ""))
            for endpoint in endpoints {
                router.on(route, method: endpoint.method) { request, context in
                    try await self.serve(endpoint, request, context)
                }
                guard endpoint.method == .get, !endpoints.contains(where: { $0.method == .head }) else { continue }
                router.on(route, method: .head) { request, context in
                    let response = try await self.serve(endpoint, request, context)
                    return Response(status: response.status, headers: response.headers, body: .init())
                }
            }
        }
        return router
    }

    /// The refusal of a method that a known address does not take; nil at unknown addresses.
    ///
    /// Methods are many and whoever likes makes up more, so they cannot be registered one by one.
    func methodProblem(_ request: Request) -> Problem? {
        let parts = request.uri.path.split(separator: "/")
        let there = endpoints.filter { endpoint in
            let own = endpoint.path.split(separator: "/")
            return own.count == parts.count && zip(own, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        var allowed = Set(there.map(\.method))
        guard !allowed.isEmpty, !allowed.contains(request.method) else { return nil }
        if allowed.contains(.get) { allowed.insert(.head) }
        let allow = allowed.map(\.rawValue).sorted().joined(separator: ", ")
        return Problem(
            .invalid, "method_not_allowed", "This address does not take \(request.method.rawValue), only \(allow).",
            facts: ["allow": allow])
    }

    private func serve(_ endpoint: Endpoint, _ request: Request, _ context: FrontContext) async throws -> Response {
        let caller = try await Identification.caller(of: request, by: authenticator)
        if endpoint.access == .signedIn, caller == nil {
            if endpoint.kind == .page, request.method == .get {
                return Answer.seeOther("/sign-in?next=" + Self.queryEscaped(request.uri.string)).response
            }
            throw Problem.signInNeeded
        }
        let call = try await RequestReading.call(endpoint, request, context, caller)
        return try await endpoint.handle(call).response
    }

    static func queryEscaped(_ text: String) -> String {
        var escaped = ""
        for byte in text.utf8 {
            let safe = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 47
            escaped += safe ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return escaped
    }
}

/// What Hummingbird carries along with a request: our request id and the address at the other end.
public struct FrontContext: RequestContext {
    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// The address at the other end, if the connection knows it.
    public let remote: String
    /// The connection's event loop.
    let loop: any EventLoop
    /// The matched path and the like for the log.
    var requestID = ""

    /// Called by Hummingbird for each request.
    public init(source: Source) {
        coreContext = .init(source: source)
        loop = source.channel.eventLoop
        remote = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }
}
