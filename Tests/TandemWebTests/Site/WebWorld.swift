import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

/// The whole site over an empty database; whoever sends a person's name as token is that person.
struct WebWorld: Sendable {
    let world: TestWorld
    let project: ProjectView
    let endpoints: [Endpoint]
    let client: any TestClientProtocol
    let people: [String: Actor]

    var slug: String { project.slug }

    /// The JSON or page that came back.
    struct Reply: Sendable {
        let status: HTTPResponse.Status
        let headers: HTTPFields
        let text: String

        var json: JSONValue { (try? JSONValue(parsing: Array(text.utf8))) ?? .null }
    }

    private struct Names: Authenticator {
        let people: [String: Actor]

        func session(_ token: String) async throws -> Caller? {
            people[token].map { Caller(actor: $0, csrf: "csrf-" + token) }
        }

        func bearer(_ token: String) async throws -> Caller? { people[token].map { Caller(actor: $0, csrf: nil) } }
    }

    /// People: `Ada` annotates, `Eve` is an expert, `Sam` a data scientist, `Cho` a champion, `Shop` a program,
    /// `Out` has no role, `Root` administers.
    static func with<T: Sendable>(_ body: @escaping @Sendable (WebWorld) async throws -> T) async throws -> T {
        try await TestWorld.with { world in
            let project = try await world.project()
            let people = [
                "Ada": try await world.person("Ada", [.annotator], in: project.id),
                "Eve": try await world.person("Eve", [.expert], in: project.id),
                "Sam": try await world.person("Sam", [.scientist], in: project.id),
                "Cho": try await world.person("Cho", [.champion], in: project.id),
                "Shop": try await world.person("Shop", [.program], in: project.id),
                "Out": try await world.person("Out", [], in: project.id), "Root": world.administrator,
            ]
            let services = world.services
            let pages = try Pages(services: services, hub: LiveHub(), demo: nil, secureCookies: false)
            let endpoints =
                ItemEndpoints.all(services) + TaskEndpoints.all(services) + JobEndpoints.all(services)
                + ModelEndpoints.all(services) + DecisionEndpoints.all(services) + CertificateEndpoints.all(services)
                + FigureEndpoints.all(services) + PolicyEndpoints.all(services) + pages.endpoints
            let front = Front(
                endpoints: endpoints, authenticator: Names(people: people), random: services.random,
                metrics: MetricRegistry(), logger: services.logger,
                errorPage: { try pages.error($0, requestID: $1, for: $2) })
            let application = Application(router: front.router(), logger: services.logger)
            return try await application.test(.router) { client in
                try await body(
                    WebWorld(world: world, project: project, endpoints: endpoints, client: client, people: people))
            }
        }
    }

    /// Calls the API as a person; what comes back must fit the endpoint's own schema.
    @discardableResult
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil, as name: String, key: String? = nil
    ) async throws -> Reply {
        var headers: HTTPFields = [.authorization: "Bearer " + name]
        if body != nil { headers[.contentType] = "application/json" }
        if let key { headers[.idempotencyKey] = key }
        let buffer = try body.map { ByteBuffer(bytes: try $0.canonicalBytes) }
        let reply = try await send(method, path, headers, buffer)
        try check(method, path, reply)
        return reply
    }

    /// Reads a page, or posts a form, with a person's session.
    func visit(
        _ path: String, method: HTTPRequest.Method = .get, form: [String: String]? = nil, as name: String,
        csrf: String? = nil
    ) async throws -> Reply {
        var headers: HTTPFields = [.cookie: "\(Identification.cookie)=\(name)", .accept: "text/html"]
        guard let form else { return try await send(method, path, headers, nil) }
        headers[.contentType] = "application/x-www-form-urlencoded"
        let fields = form.merging(["csrf": csrf ?? "csrf-" + name]) { own, _ in own }
        let text = fields.map { "\($0)=\(SiteURL.escaped($1))" }.joined(separator: "&")
        return try await send(.post, path, headers, ByteBuffer(string: text))
    }

    private func send(
        _ method: HTTPRequest.Method, _ path: String, _ headers: HTTPFields, _ body: ByteBuffer?
    ) async throws -> Reply {
        try await client.execute(uri: path, method: method, headers: headers, body: body) { response in
            Reply(status: response.status, headers: response.headers, text: String(buffer: response.body))
        }
    }

    private func check(_ method: HTTPRequest.Method, _ path: String, _ reply: Reply) throws {
        let parts = path.split(separator: "?")[0].split(separator: "/")
        let endpoint = endpoints.first { endpoint in
            let own = endpoint.path.split(separator: "/")
            return endpoint.method == method && own.count == parts.count
                && zip(own, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
        }
        let found = try #require(endpoint, "no endpoint for \(path)")
        guard reply.status.kind == .successful else { return }
        if case .json(let status, let schema) = found.success {
            #expect(reply.status == status, "\(path)")
            #expect(schema.mismatch(reply.json) == nil, "\(path): \(reply.text.prefix(500))")
        } else if case .jsonOrNothing(let schema) = found.success, reply.status == .ok {
            #expect(schema.mismatch(reply.json) == nil, "\(path): \(reply.text.prefix(500))")
        }
    }
}
