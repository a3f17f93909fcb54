import TandemLedger
import TandemTabular
import TandemWorkflowTestSupport
import Testing

@testable import TandemWeb

struct OpenAPITests {
    /// Every named schema, each time it is used.
    private static func uses(_ schema: JSONSchema) -> [(name: String, schema: JSONSchema)] {
        switch schema {
        case .any, .boolean, .integer, .number, .string, .choice: []
        case .array(let element, _, _): uses(element)
        case .object(let members, let open): members.flatMap { uses($0.schema) } + (open.map(uses) ?? [])
        case .nullable(let inner): uses(inner)
        case .either(let choices): choices.flatMap(uses)
        case .named(let name, let inner): [(name, inner)] + uses(inner)
        }
    }

    @Test func `a name stands for one schema`() async throws {
        try await WebWorld.with { web in
            let all = PeopleEndpoints.all(web.world.services) + LedgerEndpoints.all(web.world.services) + web.endpoints
            var first: [String: JSONValue] = [:]
            for endpoint in all where endpoint.kind == .api {
                var schemas = endpoint.success.schema.map { [$0] } ?? []
                if case .json(let body, _) = endpoint.body { schemas.append(body) }
                for (name, schema) in schemas.flatMap(Self.uses) {
                    #expect(first[name] == nil || first[name] == schema.json, "\(name) in \(endpoint.path)")
                    first[name] = schema.json
                }
            }
            #expect(first.count > 30)
        }
    }

    @Test func `every answer's schema says which members it has`() async throws {
        try await WebWorld.with { web in
            for endpoint in web.endpoints where endpoint.kind == .api {
                guard let schema = endpoint.success.schema else { continue }
                for (name, inner) in Self.uses(schema) {
                    if case .object(let members, let open) = inner {
                        #expect(!members.isEmpty && open == nil, "\(name) in \(endpoint.path) is open")
                    }
                }
            }
        }
    }
}
