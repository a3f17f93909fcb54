import TandemGovernance
import TandemLedger
import TandemStore
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct PeopleTests {
    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? Problem)?.code ?? "\(error)" }
        return nil
    }

    @Test func `an installation is set up once`() async throws {
        try await PeopleWorld.with { world in
            let again = Bootstrap.Input(
                workspace: "B", email: "b@example.org", name: "B", password: PeopleWorld.password)
            #expect(await code { _ = try await Bootstrap(world.services).run(again) } == "already_set_up")
            let needed = try await Bootstrap(world.services).isNeeded()
            #expect(!needed)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a role counts at once when it is given and when it is taken`(_ engine: Dialect.Engine) async throws {
        try await PeopleWorld.with(engine) { world in
            let ada = try await world.person("ada", password: PeopleWorld.password)
            let project = try await world.project("p")
            let token = try await SignIn(world.services).run(
                email: "ada@example.org", password: PeopleWorld.password, remoteAddress: "192.0.2.1"
            ).sessionToken
            let account = try #require(ada.account)
            let input = GrantRole.Input(project: project, account: account, role: .expert)
            let authenticate = Authenticate(world.services)
            #expect(try await authenticate.session(token)?.actor.roles == [:])
            #expect(try await GrantRole(world.services).run(input, as: world.administrator).changed)
            #expect(try await authenticate.session(token)?.actor.roles == [project: [.expert]])
            let twice = try await GrantRole(world.services).run(input, as: world.administrator)
            #expect(!twice.changed)
            #expect(await code { _ = try await GrantRole(world.services).run(input, as: ada) } != nil)
            #expect(try await RevokeRole(world.services).run(input, as: world.administrator).changed)
            #expect(try await authenticate.session(token)?.actor.roles == [:])
            let kinds = try await world.events().map(\.kind)
            #expect(kinds.filter { $0.hasPrefix("role.") }.sorted() == ["role.granted", "role.revoked"])
        }
    }

    @Test func `roles go to people and projects of the workspace only`() async throws {
        try await PeopleWorld.with { world in
            let project = try await world.project("p")
            let account = try #require(world.administrator.account)
            let stranger = Actor(
                account: nil, worker: nil, workspace: WorkspaceID(rawValue: "wsp_other"), name: "x",
                isAdministrator: true, roles: [:])
            let input = GrantRole.Input(project: project, account: account, role: .expert)
            #expect(
                await code { _ = try await GrantRole(world.services).run(input, as: stranger) } == "no_such_project")
            let nobody = GrantRole.Input(project: project, account: AccountID(rawValue: "acc_x"), role: .expert)
            #expect(
                await code { _ = try await GrantRole(world.services).run(nobody, as: world.administrator) }
                    == "no_such_account")
        }
    }

    @Test func `a token works until it is revoked or ends, and only its owner or an administrator revokes it`()
        async throws
    {
        try await PeopleWorld.with { world in
            let ada = try await world.person("ada")
            let bob = try await world.person("bob")
            let authenticate = Authenticate(world.services)
            let made = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "t", expiresAt: world.clock.now.adding(seconds: 60))), as: ada)
            #expect(try await authenticate.bearer(made.token) == ada)
            let input = RevokeToken.Input(token: made.id)
            #expect(await code { _ = try await RevokeToken(world.services).run(input, as: bob) } == "no_such_token")
            world.clock.move(seconds: 60)
            #expect(try await authenticate.bearer(made.token) == nil)
            let other = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "u", account: ada.account)), as: world.administrator)
            #expect(try await authenticate.bearer(other.token) == ada)
            #expect(try await RevokeToken(world.services).run(RevokeToken.Input(token: other.id), as: ada).changed)
            #expect(try await authenticate.bearer(other.token) == nil)
            let forOthers = CreateToken.Input(CreateToken.Body(name: "v", account: ada.account))
            #expect(await code { _ = try await CreateToken(world.services).run(forOthers, as: bob) } == "role_missing")
            let listed = try await ListTokens(world.services).run(ListTokens.Input(), as: ada).items
            #expect(listed.map(\.name).sorted() == ["t", "u"])
        }
    }

    @Test func `another server's revocation is believed after two seconds at the latest`() async throws {
        try await PeopleWorld.with { world in
            let made = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "t")), as: world.administrator)
            let authenticate = Authenticate(world.services)
            #expect(try await authenticate.bearer(made.token) != nil)
            try await world.services.database.write { tx in
                _ = try tx.run("UPDATE api_token SET revoked_at = 1 WHERE id = \(made.id)")
            }
            #expect(try await authenticate.bearer(made.token) != nil)
            world.clock.move(seconds: 2)
            #expect(try await authenticate.bearer(made.token) == nil)
        }
    }

    @Test func `a new password ends other sessions and needs the present one`() async throws {
        try await PeopleWorld.with { world in
            let sign = SignIn(world.services)
            let here = try await sign.run(email: "root@example.org", password: PeopleWorld.password, remoteAddress: "a")
            let there = try await sign.run(
                email: "root@example.org", password: PeopleWorld.password, remoteAddress: "b")
            let set = SetPassword(world.services)
            let new = "entirely different words"
            let wrong = SetPassword.Input(current: "wrong", new: new)
            #expect(await code { _ = try await set.run(wrong, as: world.administrator) } == "password_wrong")
            let short = SetPassword.Input(current: PeopleWorld.password, new: "short")
            #expect(await code { _ = try await set.run(short, as: world.administrator) } == "password_too_short")
            _ = try await set.run(
                SetPassword.Input(current: PeopleWorld.password, new: new, keeping: here.sessionToken),
                as: world.administrator)
            #expect(try await Authenticate(world.services).session(here.sessionToken) != nil)
            #expect(try await Authenticate(world.services).session(there.sessionToken) == nil)
            let old = await code {
                _ = try await sign.run(email: "root@example.org", password: PeopleWorld.password, remoteAddress: "a")
            }
            #expect(old == "sign_in_refused")
            _ = try await sign.run(email: "root@example.org", password: new, remoteAddress: "a")
        }
    }

    @Test func `people are listed page by page, addresses for administrators only`() async throws {
        try await PeopleWorld.with { world in
            let project = try await world.project("p")
            for name in ["ada", "bob", "cyd", "dan"] {
                world.clock.move(seconds: 1)
                let person = try await world.person(name, simulated: name == "dan")
                let account = try #require(person.account)
                _ = try await GrantRole(world.services).run(
                    GrantRole.Input(project: project, account: account, role: .annotator), as: world.administrator)
            }
            let list = ListPeople(world.services)
            let first = try await list.run(ListPeople.Input(limit: 3), as: world.administrator)
            #expect(first.items.map(\.name) == ["Root", "ada", "bob"])
            let second = try await list.run(ListPeople.Input(cursor: first.next, limit: 3), as: world.administrator)
            #expect(second.items.map(\.name) == ["cyd", "dan"])
            #expect(second.next == nil)
            #expect(second.items[1].simulated)
            #expect(second.items[0].email == "cyd@example.org")
            #expect(second.items[0].roles == first.items[1].roles)
            let ada = try await Authenticate(world.services).person("ada@example.org")
            #expect(await code { _ = try await list.run(ListPeople.Input(), as: ada) } == "role_missing")
            let seen = try await list.run(ListPeople.Input(project: project), as: ada).items
            #expect(seen.map(\.name) == ["ada", "bob", "cyd", "dan"])
            #expect(seen.allSatisfy { $0.email == nil && $0.rate == nil })
            #expect(await code { _ = try await list.run(ListPeople.Input(limit: 0), as: ada) } == "role_missing")
        }
    }

    @Test func `a rate counts from its date on and is told in the ledger`() async throws {
        try await PeopleWorld.with { world in
            let ada = try await world.person("ada")
            let worker = try #require(ada.worker)
            let set = SetRate(world.services)
            func rate(_ amount: Double, since: Instant? = nil, currency: String = "EUR") async throws {
                let body = SetRate.Body(perHour: amount, currency: currency, since: since)
                _ = try await set.run(SetRate.Input(worker: worker, body), as: world.administrator)
            }
            try await rate(30)
            try await rate(40, since: world.clock.now.adding(seconds: 3600))
            func now() async throws -> Double? {
                let people = try await ListPeople(world.services).run(ListPeople.Input(), as: world.administrator)
                return people.items.first { $0.name == "ada" }?.rate?.perHour
            }
            #expect(try await now() == 30)
            world.clock.move(seconds: 3600)
            #expect(try await now() == 40)
            #expect(await code { try await rate(-1) } == "rate_out_of_range")
            #expect(await code { try await rate(.nan) } == "rate_out_of_range")
            #expect(await code { try await rate(1, currency: "euro") } == "currency_malformed")
            let facts = try await world.events().filter { $0.kind == "rate.set" }.map(\.facts)
            #expect(facts.count == 2)
            #expect(facts[0].contains("\"per_hour\":30"))
        }
    }

    @Test func `events are listed newest first, filtered and page by page`() async throws {
        try await PeopleWorld.with { world in
            for name in ["ada", "bob", "cyd"] {
                world.clock.move(seconds: 1)
                _ = try await world.person(name)
            }
            let list = ListEvents(world.services)
            let first = try await list.run(ListEvents.Input(limit: 2), as: world.administrator)
            #expect(first.items.count == 2)
            let rest = try await list.run(ListEvents.Input(cursor: first.next, limit: 9), as: world.administrator)
            #expect(rest.items.count == 3)
            #expect(rest.next == nil)
            let all = (first.items + rest.items).map(\.recordedAt)
            #expect(all == all.sorted(by: >))
            let kinds = try await list.run(ListEvents.Input(kind: "workspace.created"), as: world.administrator)
            #expect(kinds.items.count == 1)
            #expect(
                await code { _ = try await list.run(ListEvents.Input(cursor: "x"), as: world.administrator) }
                    == "cursor_malformed")
        }
    }

    @Test func `who asks is told who they are`() async throws {
        try await PeopleWorld.with { world in
            let me = try await WhoAmI(world.services).run(WhoAmI.Input(), as: world.administrator)
            #expect(me.email == "root@example.org")
            #expect(me.administrator)
        }
    }

    @Test func `what has expired is removed`() async throws {
        try await PeopleWorld.with { world in
            _ = try await SignIn(world.services).run(
                email: "root@example.org", password: PeopleWorld.password, remoteAddress: "a")
            #expect(try await ForgetExpired(world.services).run() == 0)
            world.clock.move(seconds: 8 * 24 * 3600)
            #expect(try await ForgetExpired(world.services).run() == 2, "a session and an address's tries")
        }
    }
}
