import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemStore
import TandemTabular

/// The one mapping from problems to HTTP: RFC 9457 problem+json with a stable code.
enum ProblemAnswer {
    static func status(_ kind: Problem.Kind) -> HTTPResponse.Status {
        switch kind {
        case .invalid: .badRequest
        case .unauthenticated: .unauthorized
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .conflict: .conflict
        case .changed: .preconditionFailed
        case .tooLarge: .contentTooLarge
        case .unsupported: .unsupportedMediaType
        case .throttled: .tooManyRequests
        case .unavailable: .serviceUnavailable
        case .internal: .internalServerError
        }
    }

    /// What went wrong in words for the caller; the cause of a defect stays in the log.
    static func problem(from error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case StoreError.unavailable, StoreError.conflict:
            Problem(.unavailable, "database_busy", "The database is away or busy; try again in a moment.")
        case let error as HTTPError where error.status == .notFound:
            Problem(.notFound, "no_such_page", "There is nothing at this address.")
        case let error as HTTPError where error.status == .contentTooLarge:
            Problem(.tooLarge, "body_too_large", "The body is larger than this route takes.")
        case is HTTPError: Problem(.invalid, "request_invalid", "The request cannot be read.")
        default: Problem(.internal, "internal", "Something failed here; the log has the cause under this request's id.")
        }
    }

    static func json(_ problem: Problem, requestID: String) -> JSONValue {
        let status = status(problem.kind)
        var members: [String: JSONValue] = [
            "type": .string("urn:tandem:problem:" + problem.code), "title": .string(problem.kind.rawValue),
            "status": .number(Double(status.code)), "code": .string(problem.code),
            "detail": .string(told(problem.message)),
            "request_id": .string(requestID),
        ]
        if let place = problem.place { members["place"] = .string(told(place)) }
        if !problem.facts.isEmpty { members["facts"] = .object(problem.facts.mapValues { .string(told($0)) }) }
        return .object(members)
    }

    /// What callers sent may be quoted, but neither at any length nor with U+0000, which no text of ours holds.
    private static func told(_ text: String) -> String {
        var told = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(2000) { told.append(scalar == "\0" ? "\u{FFFD}" : scalar) }
        return String(told)
    }

    static func response(_ problem: Problem, requestID: String) throws -> Response {
        var headers: HTTPFields = [.contentType: "application/problem+json", .cacheControl: "no-store"]
        if problem.kind == .unauthenticated { headers[.wwwAuthenticate] = "Bearer realm=\"tandem\"" }
        if let seconds = problem.facts["retry_after_seconds"] { headers[.retryAfter] = seconds }
        if let allow = problem.facts["allow"] { headers[.allow] = allow }
        let status = problem.code == "method_not_allowed" ? .methodNotAllowed : status(problem.kind)
        let bytes = try json(problem, requestID: requestID).canonicalBytes
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    static let schema = JSONSchema.named(
        "Problem",
        .object(
            [
                .required("type", .text), .required("title", .text), .required("status", .integer(min: 400, max: 599)),
                .required("code", .text, "Stable; see docs/errors.md."), .required("detail", .text),
                .required("request_id", .text), .optional("place", .text, "Where in the input."),
                .optional("facts", .object([], open: .text)),
            ], open: nil))
}
