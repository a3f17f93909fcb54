import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import TandemLedger
import TandemTabular

/// Gives every request an id, turns every error into a problem, sets the security headers, counts and logs.
struct FrontMiddleware: RouterMiddleware {
    let front: Front

    func handle(
        _ request: Request, context: FrontContext, next: (Request, FrontContext) async throws -> Response
    ) async throws -> Response {
        let began = ContinuousClock.now
        var context = context
        context.requestID = requestID(request)
        var response: Response
        do {
            let executor = front.staysOnLoop ? LoopExecutor(context.loop) : nil
            response = try await withTaskExecutorPreference(executor) { try await next(request, context) }
        } catch {
            response = try await refusal(error, request, context)
        }
        SecurityHeaders.add(to: &response.headers)
        response.headers.append(HTTPField(name: .requestID, value: context.requestID))
        note(request, response, context, began.duration(to: .now))
        return response
    }

    /// The caller's id if it is short and plain, so that one case can be followed across systems; else one of ours.
    private func requestID(_ request: Request) -> String {
        if let given = request.headers[.requestID], given.wholeMatch(of: /[A-Za-z0-9._\-]{8,64}/) != nil {
            return given
        }
        return Hex.text(front.random.bytes(10))
    }

    private func refusal(
        _ error: any Error, _ request: Request, _ context: FrontContext
    ) async throws -> Response {
        var problem = ProblemAnswer.problem(from: error)
        if problem.code == "no_such_page", let other = front.methodProblem(request) { problem = other }
        if problem.kind == .internal {
            front.logger.error(
                "request failed",
                metadata: ["request_id": "\(context.requestID)", "cause": "\(String(reflecting: error))"])
        }
        let wantsPage = request.headers[.accept]?.contains("text/html") ?? false
        guard wantsPage, !request.uri.path.hasPrefix("/api/") else {
            return try ProblemAnswer.response(problem, requestID: context.requestID)
        }
        let page = try front.errorPage(problem, context.requestID, await caller(of: request))
        return Answer.html(page, status: ProblemAnswer.status(problem.kind)).response
    }

    /// Who looks at an error page; nobody when that cannot be found out, for then the page matters more.
    private func caller(of request: Request) async -> Caller? {
        do { return try await Identification.caller(of: request, by: front.authenticator) } catch { return nil }
    }

    private func note(_ request: Request, _ response: Response, _ context: FrontContext, _ took: Duration) {
        let seconds = Double(took.components.seconds) + Double(took.components.attoseconds) * 1e-18
        let route = context.endpointPath ?? "none"
        front.metrics.observe(
            .httpRequestDuration, seconds,
            labels: [
                ("method", request.method.rawValue), ("route", route), ("status", String(response.status.code)),
            ])
        front.logger.debug(
            "request",
            metadata: [
                "request_id": "\(context.requestID)", "method": "\(request.method.rawValue)", "route": "\(route)",
                "status": "\(response.status.code)", "ms": "\(Int(seconds * 1000))",
            ])
    }
}

/// Headers that every answer carries unless its handler says otherwise.
enum SecurityHeaders {
    static let all: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff"), (.referrer, "same-origin"),
        (.frameOptions, "DENY"), (.openerPolicy, "same-origin"),
    ]

    /// Adds what is not there yet, and that nobody keeps a copy.
    static func add(to headers: inout HTTPFields) {
        // Most answers say their type and nothing else: then there is nothing to look for.
        let isPlain = headers.isEmpty || (headers.count == 1 && headers[headers.startIndex].name == .contentType)
        for field in fields where isPlain || headers[field.name] == nil { headers.append(field) }
    }

    private static let fields =
        all.map { HTTPField(name: $0, value: $1) } + [HTTPField(name: .cacheControl, value: "no-store")]

    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'"
}

extension HTTPField.Name {
    static let referrer = Self("Referrer-Policy") ?? .server
    static let frameOptions = Self("X-Frame-Options") ?? .server
    static let openerPolicy = Self("Cross-Origin-Opener-Policy") ?? .server
}
