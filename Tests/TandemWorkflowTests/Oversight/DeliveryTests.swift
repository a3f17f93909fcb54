import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct DeliveryTests {
    /// A world with one message waiting.
    private static func with<T>(
        _ engine: Dialect.Engine = .sqlite, _ body: (OversightWorld) async throws -> T
    ) async throws -> T {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            _ = try await world.decide(1, key: "a", callback: "https://shop.example/hook")
            try await world.answer("no")
            return try await body(world)
        }
    }

    private static func figures(_ delivery: DeliverMessages) async throws -> [Int] {
        let done = try await delivery.run()
        return [done.delivered, done.waiting, done.dead]
    }

    private static func messages(_ world: OversightWorld) async throws -> [MessageView] {
        try await ListMessages(world.services).run(
            .init(project: world.project.slug), as: world.world.administrator
        ).items
    }

    @Test(arguments: TestDatabases.engines)
    func `a failing receiver is tried again later, with the same id and bytes`(_ engine: Dialect.Engine) async throws {
        try await Self.with(engine) { world in
            let sender = RecordingSender([.failed("no route"), .answered(status: 204, retryAfter: nil)])
            let delivery = DeliverMessages(world.services, sender: sender)
            #expect(try await Self.figures(delivery) == [0, 1, 0])
            #expect(try await Self.figures(delivery) == [0, 0, 0], "not before its time")
            world.world.clock.move(seconds: 5)
            #expect(try await Self.figures(delivery) == [1, 0, 0])
            #expect(sender.sent.count == 2 && sender.sent[0].body == sender.sent[1].body)
            #expect(sender.sent[0].headers["webhook-id"] == sender.sent[1].headers["webhook-id"])
            #expect(sender.sent[0].headers["webhook-signature"] != sender.sent[1].headers["webhook-signature"])
            let message = try #require(try await Self.messages(world).first)
            #expect(message.state == .delivered && message.attempts == 2 && message.endedAt != nil)
        }
    }

    @Test func `a message that fails to the end is dead, visible and told to the ledger`() async throws {
        try await Self.with { world in
            let delivery = DeliverMessages(
                world.services, sender: RecordingSender([.answered(status: 500, retryAfter: nil)]))
            for _ in 1..<DeliveryRules.tries {
                #expect(try await delivery.run().waiting == 1)
                world.world.clock.move(seconds: 43_200)
            }
            #expect(try await delivery.run().dead == 1)
            world.world.clock.move(seconds: 1_000_000)
            #expect(try await Self.figures(delivery) == [0, 0, 0])
            let dead = try await ListMessages(world.services).run(
                .init(project: world.project.slug, state: .dead), as: world.world.administrator)
            #expect(dead.items.map(\.attempts) == [DeliveryRules.tries])
            #expect(try await world.facts(.messageDead).count == 1)
        }
    }

    @Test(arguments: [DeliveryResult.answered(status: 410, retryAfter: nil), .refused("private address")])
    func `a receiver that is gone or must not be reached is not tried again`(_ result: DeliveryResult) async throws {
        try await Self.with { world in
            let delivery = DeliverMessages(world.services, sender: RecordingSender([result]))
            #expect(try await Self.figures(delivery) == [0, 0, 1])
            #expect(try await Self.messages(world).first?.state == .dead)
        }
    }

    @Test func `a server that died while sending leaves the message to the next one`() async throws {
        try await Self.with { world in
            let now = world.world.clock.now
            let taken = try await world.world.database.write { tx in
                try OutboxStore.take(at: now, until: now.adding(seconds: 60), limit: 10, in: tx)
            }
            #expect(taken.count == 1)
            let sender = RecordingSender([.answered(status: 200, retryAfter: nil)])
            let delivery = DeliverMessages(world.services, sender: sender)
            #expect(try await delivery.run().delivered == 0, "it is still the first one's")
            world.world.clock.move(seconds: 60)
            #expect(try await delivery.run().delivered == 1)
            // The dead server's late word changes nothing any more.
            let late = try await world.world.database.write { tx in
                try OutboxStore.settle(taken[0], as: .dead(reason: "late"), at: now, in: tx)
            }
            #expect(!late)
            #expect(try await Self.messages(world).first?.state == .delivered)
        }
    }

    @Test func `the secret is shown to those who may change the policy, and can be renewed`() async throws {
        try await Self.with { world in
            func secret(_ renew: Bool, _ actor: Actor) async throws -> String {
                try await ShowWebhookSecret(world.services).run(
                    .init(project: world.project.slug, renew: renew), as: actor
                ).secret
            }
            let first = try await secret(false, world.world.administrator)
            #expect(first.hasPrefix("whsec_"))
            #expect(try await secret(false, world.world.administrator) == first)
            #expect(try await secret(true, world.world.administrator) != first)
            await #expect(throws: Problem.self) { try await secret(false, world.program) }
        }
    }
}
