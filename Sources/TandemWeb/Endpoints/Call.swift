import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import TandemLedger
import TandemTabular

/// One request after the front has checked it: who calls, the parts of the path, query and body.
public struct Call: Sendable {
    /// Who calls; nil on routes for anyone when nobody is signed in.
    public let signedIn: Caller?
    /// The varying parts of the path by name, percent-decoded.
    public let path: [String: String]
    /// The query by name, percent-decoded.
    public let query: [String: String]
    /// The headers.
    public let headers: HTTPFields
    /// The JSON body, checked; null when the route takes none.
    public let json: JSONValue
    /// The bytes of the JSON body.
    public let bytes: [UInt8]
    /// The fields of a form.
    public let form: [String: String]
    /// The body of a streaming route.
    public let stream: RequestBody?
    /// The address of whoever is at the other end, for throttling only.
    public let remote: String

    /// The actor; routes that are not for anyone always have one.
    /// - Throws: `Problem` unauthenticated.
    public func actor() throws(Problem) -> Actor {
        guard let signedIn else { throw .signInNeeded }
        return signedIn.actor
    }

    /// A part of the path.
    /// - Throws: `Problem` internal when the route has no such part.
    public func part(_ name: String) throws(Problem) -> String {
        guard let value = path[name] else { throw Problem(.internal, "no_path_part", "The route has no part \(name).") }
        return value
    }

    /// An id in the path; anything that is no id of this kind is not found.
    public func id<Kind: IDKind>(
        _ name: String, _ kind: Kind.Type = Kind.self, what: String
    ) throws(Problem) -> ID<Kind> {
        let text = try part(name)
        guard let id = ID<Kind>(checking: text) else { throw .noSuch(what, text) }
        return id
    }

    /// The decoded body.
    /// - Throws: `Problem` invalid when a value passes the schema and still does not decode.
    public func decode<T: Decodable>(_ type: T.Type = T.self) throws -> T {
        do {
            return try Wire.decode(from: bytes)
        } catch let error as DecodingError {
            throw Problem(.invalid, "body_invalid", "The body cannot be read: \(Self.place(of: error))")
        }
    }

    /// How many rows a list is asked for.
    public var limit: Int { query["limit"].flatMap(Int.init) ?? 50 }

    /// The Idempotency-Key, if one was sent.
    public var onceKey: String? { headers[.idempotencyKey] }

    /// The version in If-Match: a quoted number.
    public var ifMatch: Int? {
        headers[.ifMatch].flatMap { Int($0.trimmingPrefix("W/").filter { $0 != "\"" }) }
    }

    private static func place(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, _): "\(key.stringValue) is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            context.codingPath.map(\.stringValue).joined(separator: "/") + " " + context.debugDescription
        @unknown default: "it does not fit."
        }
    }
}

/// Who calls and by which way they proved it.
public struct Caller: Sendable {
    /// Who it is.
    public let actor: Actor
    /// The token that forms and scripts of this session must send; nil for API tokens, which no browser sends by itself.
    public let csrf: String?

    /// A caller as authentication found it.
    public init(actor: Actor, csrf: String?) {
        self.actor = actor
        self.csrf = csrf
    }
}

extension Problem {
    /// Runs `body`; something missing that the caller named in the input is the input's fault at `place`, since 404
    /// tells of the address alone.
    static func blaming<T>(_ place: String, for code: String, _ body: () async throws -> T) async throws -> T {
        do { return try await body() } catch let problem as Problem where problem.code == code {
            throw Problem(.invalid, code, problem.message, at: place, facts: problem.facts)
        }
    }

    static let signInNeeded = Problem(
        .unauthenticated, "sign_in_needed", "Sign in, or send an API token as 'Authorization: Bearer …'.")
}

extension HTTPField.Name {
    static let idempotencyKey = Self("Idempotency-Key") ?? .ifMatch
    static let csrf = Self("X-CSRF-Token") ?? .ifMatch
    static let requestID = Self("X-Request-ID") ?? .ifMatch
}
