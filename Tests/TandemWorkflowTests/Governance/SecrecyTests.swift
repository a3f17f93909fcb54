import Crypto
import Foundation
import TandemGovernance
import TandemLedger
import TandemStore
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

@Suite struct SecrecyTests {
    @Test func `no secret stands in a log, an event, an error, a printed value or the database file`() async throws {
        try await PeopleWorld.with { world in
            var errors = ""
            let secret = "hushhush unguessable"
            let body = CreateAccount.Body(email: "ada@example.org", name: "Ada", password: secret)
            _ = try await CreateAccount(world.services).run(
                CreateAccount.Input(body, onceKey: "k"), as: world.administrator)
            for password in [secret + "x", "short", secret] {
                do {
                    _ = try await CreateAccount(world.services).run(
                        CreateAccount.Input(
                            CreateAccount.Body(email: "ada@example.org", name: "Ada", password: password)),
                        as: world.administrator)
                } catch { errors += "\(error)" }
                do {
                    _ = try await SignIn(world.services).run(
                        email: "ada@example.org", password: password + "y", remoteAddress: "192.0.2.77")
                } catch { errors += "\(error)" }
            }
            let session = try await SignIn(world.services).run(
                email: "ada@example.org", password: secret, remoteAddress: "192.0.2.77")
            let token = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "t"), onceKey: "k2"), as: session.actor)
            let keys = try #require(world.services.keys)
            let keySeed = keys.checkpoint.rawRepresentation
            errors += "\(keys) \(keys.debugDescription)"
            dump(keys, to: &errors)
            var stored = ""
            for event in try await world.events() { stored += "\(event)" }
            #expect(!errors.isEmpty)
            #expect(!stored.isEmpty)
            let secrets = [
                secret, session.sessionToken, session.csrf, token.token, keySeed.base64EncodedString(),
                Hex.text(keySeed), Hex.text(keys.coin), "ada@example.org", "192.0.2.77",
            ]
            for text in secrets {
                #expect(!errors.contains(text))
                #expect(!stored.contains(text))
                #expect(!world.log.text.contains(text))
            }
        }
    }

    @Test func `the database holds hashes of secrets only`() async throws {
        try await PeopleWorld.with { world in
            let session = try await SignIn(world.services).run(
                email: "root@example.org", password: PeopleWorld.password, remoteAddress: "192.0.2.77")
            let token = try await CreateToken(world.services).run(
                CreateToken.Input(CreateToken.Body(name: "t"), onceKey: "k2"), as: session.actor)
            let rows = try await world.services.database.read { tx in
                var text = ""
                for query: SQL in [
                    "SELECT * FROM session", "SELECT * FROM api_token", "SELECT * FROM credential",
                    "SELECT * FROM idempotency", "SELECT * FROM sign_in_throttle", "SELECT * FROM event",
                ] { for row in try tx.rows(query) { text += "\(row.values)" } }
                return text
            }
            #expect(rows.contains(session.csrf))
            for secret in [session.sessionToken, token.token, PeopleWorld.password, "192.0.2.77"] {
                #expect(!rows.contains(secret))
            }
        }
    }
}
