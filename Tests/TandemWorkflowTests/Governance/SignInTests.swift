import TandemGovernance
import TandemLedger
import TandemStore
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct SignInTests {
    private func signIn(
        _ world: PeopleWorld, _ email: String = "root@example.org", _ password: String = PeopleWorld.password,
        from address: String = "192.0.2.1"
    ) async throws -> SignIn.Output {
        try await SignIn(world.services).run(email: email, password: password, remoteAddress: address)
    }

    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? Problem)?.code ?? "\(error)" }
        return nil
    }

    @Test(arguments: TestDatabases.engines)
    func `whoever signs in is recognized by the session until they sign out`(_ engine: Dialect.Engine) async throws {
        try await PeopleWorld.with(engine) { world in
            let output = try await signIn(world, " Root@Example.org ")
            let authenticate = Authenticate(world.services)
            let found = try #require(try await authenticate.session(output.sessionToken))
            #expect(found.actor == world.administrator)
            #expect(found.csrf == output.csrf)
            #expect(try await authenticate.session(output.sessionToken + "x") == nil)
            #expect(try await authenticate.bearer(output.sessionToken) == nil)
            try await SignOut(world.services).run(token: output.sessionToken)
            #expect(try await authenticate.session(output.sessionToken) == nil)
        }
    }

    @Test func `a session ends after a week in use and after a day without`() async throws {
        try await PeopleWorld.with { world in
            let authenticate = Authenticate(world.services)
            let used = try await signIn(world).sessionToken
            let idle = try await signIn(world).sessionToken
            for _ in 0..<8 {
                world.clock.move(seconds: 20 * 3600)
                #expect(try await authenticate.session(used) != nil)
            }
            #expect(try await authenticate.session(idle) == nil)
            world.clock.move(seconds: 20 * 3600)
            #expect(try await authenticate.session(used) == nil)
        }
    }

    @Test func `an unknown address, a missing password and a wrong one get the same answer`() async throws {
        try await PeopleWorld.with { world in
            _ = try await world.person("nobody")
            var messages: Set<String> = []
            for email in ["root@example.org", "nobody@example.org", "who@example.org", "not an address"] {
                do { _ = try await signIn(world, email, "wrong password!") } catch {
                    messages.insert("\(error)")
                }
            }
            #expect(messages.count == 1)
        }
    }

    @Test func `after five failures an account waits twice as long each time, and success starts over`() async throws {
        try await PeopleWorld.with { world in
            func fail() async -> String? { await code { _ = try await signIn(world, "root@example.org", "wrong") } }
            for _ in 0..<5 { #expect(await fail() == "sign_in_refused") }
            #expect(await code { _ = try await signIn(world) } == nil, "five failures are free")
            for _ in 0..<6 { #expect(await fail() == "sign_in_refused") }
            for wait in [1, 2, 4] {
                world.clock.move(seconds: wait - 1)
                #expect(await code { _ = try await signIn(world) } == "sign_in_throttled", "even with the password")
                world.clock.move(seconds: 1)
                #expect(await fail() == "sign_in_refused")
            }
            world.clock.move(seconds: 8)
            #expect(await code { _ = try await signIn(world) } == nil)
            #expect(await fail() == "sign_in_refused")
            #expect(await fail() == "sign_in_refused")
        }
    }

    @Test func `an address that fails with many accounts is slowed down too`() async throws {
        try await PeopleWorld.with { world in
            let now = world.clock.now
            try await world.services.database.write { tx in
                for _ in 0..<51 { try? CredentialStore.beginTry("address:probe", .address, at: now, in: tx) }
            }
            let refused = await code {
                try await world.services.database.write { tx in
                    try CredentialStore.beginTry("address:probe", .address, at: now, in: tx)
                }
            }
            #expect(refused == "sign_in_throttled")
        }
    }

    @Test func `many tries at once gain nothing over one after the other`() async throws {
        try await PeopleWorld.with { world in
            let codes = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<12 {
                    group.addTask { await code { _ = try await signIn(world, "root@example.org", "wrong") } }
                }
                return await group.reduce(into: [:]) { counts, code in counts[code ?? "", default: 0] += 1 }
            }
            #expect(codes["sign_in_refused"] == 6)
            #expect(codes["sign_in_throttled"] == 6)
        }
    }
}
