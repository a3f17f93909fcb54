import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct ErasureTests {
    private func code(_ body: () async throws -> Void) async -> String? {
        do { try await body() } catch { return (error as? Problem)?.code ?? "\(error)" }
        return nil
    }

    /// Items about a subject, the first of them with an answer that has a comment.
    private func items(_ world: PeopleWorld, _ project: ProjectID, about subject: String, count: Int) async throws {
        var text = "id,amount,note,person\n"
        for index in 0..<count { text += "\(subject)-key-\(index),\(index),\(subject) wrote this,\(subject)\n" }
        _ = try await ImportItems(world.services).run(
            .init(project: project.rawValue, name: "file of \(count)", format: .csv, bytes: Array(text.utf8)),
            as: world.administrator)
        let analyst = try await world.person("analyst-\(count)")
        let account = try #require(analyst.account)
        _ = try await GrantRole(world.services).run(
            GrantRole.Input(project: project, account: account, role: .annotator), as: world.administrator)
        let actor = try await Authenticate(world.services).person("analyst-\(count)@example.org")
        let task = try #require(try await ClaimTask(world.services).run(.init(project: project.rawValue), as: actor))
        _ = try await SubmitAnnotation(world.services).run(
            .init(
                task: task.id,
                body: .init(fence: task.fence, value: "yes", activeMs: 1, comment: "I know \(subject)")),
            as: actor)
    }

    private func count(_ world: PeopleWorld, _ sql: SQL) async throws -> Int {
        try await world.services.database.read { tx in try tx.row(sql)?.int("n") ?? 0 }
    }

    private func everything(_ world: PeopleWorld) async throws -> String {
        try await world.services.database.read { tx in
            var text = ""
            for query: SQL in [
                "SELECT * FROM item", "SELECT * FROM annotation", "SELECT * FROM subject_key", "SELECT * FROM event",
                "SELECT * FROM account", "SELECT * FROM worker", "SELECT * FROM idempotency", "SELECT * FROM api_token",
                "SELECT * FROM sign_in_throttle", "SELECT * FROM session",
            ] {
                try tx.forEach(query) { row in
                    for value in row.values {
                        if case .blob(let bytes) = value { text += String(decoding: bytes, as: UTF8.self) }
                        text += "\(value)\n"
                    }
                }
            }
            return text
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `an erased subject is gone from items, comments and the ledger, and the chain verifies`(
        _ engine: Dialect.Engine
    ) async throws {
        try await PeopleWorld.with(engine) { world in
            let project = try await world.project("p")
            try await items(world, project, about: "grace", count: 450)
            world.clock.move(seconds: 60)
            try await items(world, project, about: "ada", count: 1)
            try await world.services.database.write { tx in
                let draft = try EventDraft(.itemFlagged, by: world.administrator, subject: "itm_1")
                    .sealing(["who": "grace"], about: "grace")
                try world.services.ledger.append([draft], in: tx)
            }
            let output = try await EraseSubject(world.services).run(
                EraseSubject.Input(subject: "grace"), as: world.administrator)
            #expect(output.items == 450)
            #expect(output.keyDestroyed)
            let left = try await everything(world)
            #expect(!left.contains("grace"))
            #expect(left.contains("ada wrote this"))
            let rows = try await world.services.database.read { tx in
                try tx.rows("SELECT content_hash, label FROM item JOIN annotation ON annotation.item_id = item.id")
            }
            #expect(rows.count == 2)
            #expect(try rows.allSatisfy { try $0.blob("content_hash").count == 32 && $0.text("label") == "yes" })
            let open = try await count(
                world,
                "SELECT COUNT(*) AS n FROM task t JOIN item i ON i.id = t.item_id WHERE t.ended_at IS NULL AND i.erased_at IS NOT NULL"
            )
            #expect(open == 0, "nobody is asked about an erased item")
            #expect(try await VerifyLedger(world.services).run(VerifyLedger.Input(), as: world.administrator).intact)
            let events = try await world.events().filter { $0.kind == "data.erased" }
            #expect(events.count == 1)
            #expect(events.first?.facts.contains("\"items\":450") == true)
            let again = await code {
                _ = try await EraseSubject(world.services).run(
                    EraseSubject.Input(subject: "grace"), as: world.administrator)
            }
            #expect(again == "no_such_subject")
        }
    }

    @Test func `legal may erase only whom their own projects know`() async throws {
        try await PeopleWorld.with { world in
            let mine = try await world.project("mine")
            let other = try await world.project("other")
            let person = try await world.person("lex")
            let account = try #require(person.account)
            _ = try await GrantRole(world.services).run(
                GrantRole.Input(project: mine, account: account, role: .legal), as: world.administrator)
            let lex = try await Authenticate(world.services).person("lex@example.org")
            try await items(world, mine, about: "ada", count: 1)
            try await items(world, other, about: "bob", count: 2)
            let erase = EraseSubject(world.services)
            #expect(
                await code { _ = try await erase.run(EraseSubject.Input(subject: "bob"), as: lex) } == "no_such_project"
            )
            #expect(try await erase.run(EraseSubject.Input(subject: "ada"), as: lex).items == 1)
            #expect(
                await code { _ = try await erase.run(EraseSubject.Input(subject: "ada"), as: person) } == "role_missing"
            )
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `an erased account leaves its ids and nothing else`(_ engine: Dialect.Engine) async throws {
        try await PeopleWorld.with(engine) { world in
            let body = CreateAccount.Body(
                email: "hopper@example.org", name: "Hopper", password: PeopleWorld.password, externalId: "hopper7")
            _ = try await CreateAccount(world.services).run(
                CreateAccount.Input(body, onceKey: "k"), as: world.administrator)
            let signedIn = try await SignIn(world.services).run(
                email: "hopper@example.org", password: PeopleWorld.password, remoteAddress: "a")
            let token = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "hopper's script"), onceKey: "k"), as: signedIn.actor)
            #expect(try await everything(world).lowercased().contains("hopper"))
            let account = try #require(signedIn.actor.account)
            let output = try await EraseAccount(world.services).run(
                EraseAccount.Input(account: account), as: world.administrator)
            #expect(output.keyDestroyed)
            #expect(try await !everything(world).lowercased().contains("hopper"))
            #expect(try await Authenticate(world.services).session(signedIn.sessionToken) == nil)
            #expect(try await Authenticate(world.services).bearer(token.token) == nil)
            #expect(try await VerifyLedger(world.services).run(VerifyLedger.Input(), as: world.administrator).intact)
        }
    }

    @Test func `the last administrator cannot be erased`() async throws {
        try await PeopleWorld.with { world in
            let account = try #require(world.administrator.account)
            let refused = await code {
                _ = try await EraseAccount(world.services).run(
                    EraseAccount.Input(account: account), as: world.administrator)
            }
            #expect(refused == "last_administrator")
        }
    }
}
