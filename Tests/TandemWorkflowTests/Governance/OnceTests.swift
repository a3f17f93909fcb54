import TandemGovernance
import TandemLedger
import TandemStore
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct OnceTests {
    private struct Answer: Codable, Sendable, Equatable {
        let modelID: String
        let count: Int
    }

    private func run(
        _ world: PeopleWorld, _ key: String?, _ request: String, _ count: Int, operation: String = "Test",
        as actor: Actor? = nil
    ) async throws -> OnceReply<Answer> {
        let now = world.clock.now
        return try await world.services.database.write { tx in
            try Once.run(
                key: key, operation: operation, request: Array(request.utf8), actor: actor ?? world.administrator,
                now: now, in: tx
            ) { Answer(modelID: request, count: count) }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the same key with the same request gets the first answer again`(_ engine: Dialect.Engine) async throws {
        try await PeopleWorld.with(engine) { world in
            let first = try await run(world, "k1", "a", 1)
            #expect(!first.isReplay)
            let second = try await run(world, "k1", "a", 2)
            #expect(second.isReplay)
            #expect(second.output == Answer(modelID: "a", count: 1))
            #expect(try await run(world, nil, "a", 3).output.count == 3)
            world.clock.move(seconds: 24 * 3600 + 1)
            #expect(try await run(world, "k1", "a", 4).output.count == 4, "a key is forgotten after a day")
        }
    }

    @Test func `a key is refused for another request or operation, but belongs to its account alone`() async throws {
        try await PeopleWorld.with { world in
            let other = try await world.person("other")
            _ = try await run(world, "k1", "a", 1)
            for (request, operation) in [("b", "Test"), ("a", "Other")] {
                await #expect {
                    try await run(world, "k1", request, 2, operation: operation)
                } throws: { ($0 as? Problem)?.code == "idempotency_key_reused" }
            }
            #expect(try await run(world, "k1", "b", 5, as: other).output.count == 5)
            #expect(try await run(world, "k1", "b", 6, as: .system(in: other.workspace)).output.count == 6)
        }
    }

    @Test func `what fails leaves its key free`() async throws {
        try await PeopleWorld.with { world in
            let now = world.clock.now
            await #expect(throws: Problem.self) {
                try await world.services.database.write { tx in
                    try Once.run(
                        key: "k", operation: "Test", request: [], actor: world.administrator, now: now, in: tx
                    ) { () throws -> Int in throw Problem(.invalid, "no", "No.") }
                }
            }
            let reply = try await run(world, "k", "a", 1)
            #expect(!reply.isReplay)
        }
    }

    @Test(arguments: ["", "a b", "ü", String(repeating: "k", count: 256)])
    func `a key that is no key is refused`(_ key: String) async throws {
        try await PeopleWorld.with { world in
            await #expect {
                try await run(world, key, "a", 1)
            } throws: { ($0 as? Problem)?.code == "idempotency_key_malformed" }
        }
    }

    @Test func `a project is made once`() async throws {
        try await PeopleWorld.with { world in
            let input = CreateProject.Input(body: TestWorld.body, onceKey: "k")
            let first = try await CreateProject(world.services).run(input, as: world.administrator)
            let again = try await CreateProject(world.services).run(input, as: world.administrator)
            #expect(first == again)
        }
    }

    @Test func `an account is made once and a token's replay is refused with its id`() async throws {
        try await PeopleWorld.with { world in
            let body = CreateAccount.Body(email: "new@example.org", name: "New", password: PeopleWorld.password)
            let create = CreateAccount(world.services)
            let first = try await create.run(CreateAccount.Input(body, onceKey: "k1"), as: world.administrator)
            let again = try await create.run(CreateAccount.Input(body, onceKey: "k1"), as: world.administrator)
            #expect(first == again)
            await #expect {
                try await create.run(CreateAccount.Input(body, onceKey: "k2"), as: world.administrator)
            } throws: { ($0 as? Problem)?.code == "email_taken" }

            let token = CreateToken.Input(CreateToken.Body(name: "script"), onceKey: "k3")
            let made = try await CreateToken(world.services).run(token, as: world.administrator)
            #expect(try await Authenticate(world.services).bearer(made.token) == world.administrator)
            await #expect {
                try await CreateToken(world.services).run(token, as: world.administrator)
            } throws: { ($0 as? Problem)?.facts["token_id"] == made.id.rawValue }
        }
    }
}
