import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// A person corrects an answer after the decision that it closed was told to its caller.
struct CorrectionTests {
    private static func correct(
        _ value: JSONValue, _ task: TaskID, _ world: OversightWorld, as actor: Actor? = nil
    ) async throws -> CorrectAnnotation.Output {
        try await CorrectAnnotation(world.services).run(
            .init(task: task, body: .init(value: value)), as: actor ?? world.expert)
    }

    @Test(arguments: TestDatabases.engines)
    func `a correction shows on the decision, is told to the caller once more, and the ledger keeps both`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            let taken = try await world.decide(3, key: "live-1", callback: "https://shop.example/hook")
            try await world.answer("no")
            world.world.clock.move(seconds: 3600)
            let made = try await Self.correct("yes", try #require(taken.task), world)
            #expect(made.item == "resolved")
            let now = try await world.decision(taken.id)
            #expect(now.state == .closed && now.value == "yes" && now.firstValue == "no")
            #expect(now.correctedAt == world.world.clock.now && now.closedAt != now.correctedAt)
            #expect(try await world.facts(.decisionClosed).count == 1)
            let told = try await world.facts(.decisionCorrected)
            #expect(told.map { $0["label"] } == ["yes"] && told.map { $0["before"] } == ["no"])
            #expect(told.map { $0["since_closed_ms"] } == [3_600_000])
            let sender = RecordingSender([
                .answered(status: 200, retryAfter: nil), .answered(status: 200, retryAfter: nil),
            ])
            #expect(try await DeliverMessages(world.services, sender: sender).run().delivered == 2)
            let bodies = try sender.sent.map { try JSONValue(parsing: $0.body) }
            #expect(bodies.map { $0["type"] } == ["decision.closed", "decision.corrected"])
            #expect(bodies[1]["data"]?["value"] == "yes" && bodies[1]["data"]?["previous"] == "no")
            #expect(bodies[1]["data"]?["id"] == .string(taken.id.rawValue))
            let back = try await Self.correct("no", try #require(taken.task), world)
            #expect(back.item == "resolved")
            let again = try await world.decision(taken.id)
            #expect(again.value == "no" && again.firstValue == "no")
            #expect(try await world.facts(.decisionCorrected).count == 2)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `while a correction is before an expert the decision stands, and the expert's answer corrects it`(
        _ engine: Dialect.Engine
    ) async throws {
        let policy: JSONValue = ["audit_share": 0, "overlap": 2]
        try await OversightWorld.with(engine, size: 10, policy: policy, live: false, certified: false) { world in
            let ann = try await world.world.person("Ann", [.annotator], in: world.project.id)
            let bob = try await world.world.person("Bob", [.annotator], in: world.project.id)
            let taken = try await world.decide(3, key: "live-1")
            try await world.world.answerNext("no", in: world.project, as: ann)
            try await world.world.answerNext("no", in: world.project, as: bob)
            #expect(try await world.decision(taken.id).value == "no")
            let made = try await Self.correct("yes", try #require(taken.task), world, as: ann)
            #expect(made.item == "reopened")
            let waiting = try await world.decision(taken.id)
            #expect(waiting.state == .closed && waiting.value == "no" && waiting.correctedAt == nil)
            try await world.answer("yes")
            let now = try await world.decision(taken.id)
            #expect(now.value == "yes" && now.decider == world.expert.worker?.rawValue && now.firstValue == "no")
        }
    }

    @Test func `a default that took over at the deadline stands whatever people say later`() async throws {
        let policy: JSONValue = [
            "audit_share": 1, "deadline_seconds": 60, "default": "no", "audit_deadline_seconds": 600,
        ]
        try await OversightWorld.with(size: 10, policy: policy, live: false, certified: false) { world in
            let taken = try await world.decide(1, key: "a")
            world.world.clock.move(seconds: 61)
            _ = try await CloseOverdue(world.services).run(.init(), as: .system(in: world.world.workspace))
            try await world.answer("yes")
            _ = try await Self.correct("no", try #require(taken.task), world)
            _ = try await Self.correct("yes", try #require(taken.task), world)
            let now = try await world.decision(taken.id)
            #expect(now.value == "no" && now.decider == "deadline" && now.correctedAt == nil)
            #expect(try await world.facts(.decisionCorrected).isEmpty)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `an audit that people correct to an error reaches the monitor, the decision stands as the model took it`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, policy: ["audit_share": 1]) { world in
            let taken = try await world.decide(399, key: "a")
            #expect(taken.route == .auto && taken.audit == .pending)
            try await world.answer("yes")
            #expect(try await world.decision(taken.id).audit == .agreed)
            func monitor() async throws -> Monitor? {
                try await world.world.database.read { tx in
                    try MonitorStore.list(of: world.project.id, tx).first { $0.name == "errors:yes" }
                }
            }
            let before = try #require(try await monitor())
            #expect(before.seen == 1)
            _ = try await Self.correct("no", try #require(taken.task), world)
            let now = try await world.decision(taken.id)
            #expect(now.audit == .wrong && now.value == "yes" && now.correctedAt == nil)
            let after = try #require(try await monitor())
            #expect(after.seen == 2 && after.evidence > before.evidence)
            _ = try await Self.correct("yes", try #require(taken.task), world)
            #expect(try await world.decision(taken.id).audit == .agreed)
            #expect(try await monitor()?.evidence == after.evidence, "no evidence is taken back")
            let told = try await world.facts(.outcomeRecorded)
            // On PostgreSQL each connection writes a chain of its own, so their order says nothing.
            #expect(told.map { $0["corrects"]?.string ?? "first" }.sorted() == ["agreed", "first", "wrong"])
        }
    }
}
