import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct DecisionTests {
    @Test(arguments: TestDatabases.engines)
    func `without a model a person decides, and the caller is told by a signed message`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            let taken = try await world.decide(3, key: "live-1", callback: "https://shop.example/hook")
            #expect(taken.route == .human && taken.state == .open && taken.provisional && taken.value == nil)
            #expect(taken.reasons.map(\.code) == [.noCertificate, .noModel])
            try await world.answer("no")
            let closed = try await world.decision(taken.id)
            #expect(closed.state == .closed && closed.value == "no" && closed.decider == world.expert.worker?.rawValue)
            let told = try await world.facts(.decisionClosed)
            #expect(told.map { $0["decider"] } == ["human"])
            let sender = RecordingSender([.answered(status: 200, retryAfter: nil)])
            let done = try await DeliverMessages(world.services, sender: sender).run()
            #expect(done.delivered == 1 && done.waiting == 0 && done.dead == 0)
            let sent = try #require(sender.sent.first)
            let body = try JSONValue(parsing: sent.body)
            #expect(body["data"]?["id"] == .string(taken.id.rawValue) && body["data"]?["value"] == "no")
            #expect(sent.headers["webhook-signature"]?.hasPrefix("v1,") == true)
            #expect(try await DeliverMessages(world.services, sender: sender).run().delivered == 0)
        }
    }

    @Test func `under a certificate clear cases are automatic and unclear ones wait for a person`() async throws {
        try await OversightWorld.with { world in
            let sure = try await world.decide(395, key: "a")
            #expect(sure.route == .auto && sure.state == .closed && sure.value == "yes" && sure.decider == "auto")
            #expect(sure.reasons.map(\.code) == [.certified] && sure.certificate != nil && sure.task == nil)
            // Nearer to the boundary than any calibration item, so below whatever threshold was certified.
            let unsure = try await world.decide(exactly: 199.6, key: "b")
            #expect(unsure.route == .human && unsure.value == "yes" && unsure.provisional)
            #expect(unsure.reasons.map(\.code) == [.belowThreshold] && unsure.certificate == nil)
            world.world.clock.move(milliseconds: 1)
            let asked = try await world.decide(396, key: "c", askPerson: true)
            #expect(asked.route == .human && asked.reasons.map(\.code) == [.askedForPerson])
            let made = try await world.facts(.predictionMade)
            #expect(made.map { $0["route"] } == ["auto", "human", "human"])
            #expect(made.allSatisfy { $0["probs"]?.object?.count == 2 && $0["audit_probability"] == 0 })
            let list = try await ListDecisions(world.services).run(
                .init(project: world.project.slug, openOnly: true, limit: 1), as: world.program)
            #expect(list.items.map(\.id) == [asked.id])
            let rest = try await ListDecisions(world.services).run(
                .init(project: world.project.slug, openOnly: true, cursor: list.next), as: world.program)
            #expect(rest.items.map(\.id) == [unsure.id] && rest.next == nil)
        }
    }

    @Test func `the caller's own scores are kept but never automatic under another model's certificate`() async throws {
        try await OversightWorld.with { world in
            var body = LiveCase(
                item: ["id": "x", "amount": 1], scores: ["no": 0.99, "yes": 0.01], modelVersion: "mine-7")
            let taken = try await TakeDecision(world.services).run(
                .init(project: world.project.slug, body: body), as: world.program)
            #expect(taken.route == .human && taken.modelVersion == "mine-7" && taken.probability == 0.99)
            #expect(taken.reasons.map(\.code) == [.modelUncertified])
            for scores in [["no": 0.5], ["no": 1.5, "yes": -0.5], ["maybe": 1.0]] {
                body.scores = scores
                await #expect(throws: Problem.self) {
                    try await TakeDecision(world.services).run(
                        .init(project: world.project.slug, body: body), as: world.program)
                }
            }
        }
    }

    @Test func `a batch is taken whole or not at all, and says which case is wrong`() async throws {
        try await OversightWorld.with { world in
            func cases(_ numbers: Range<Int>) -> [LiveCase] {
                numbers.map { LiveCase(item: ["id": .string("n\($0)"), "amount": JSONValue($0)]) }
            }
            func take(_ cases: [LiveCase]) async throws -> [DecisionView] {
                try await TakeDecisions(world.services).run(
                    .init(project: world.project.slug, body: .init(items: cases)), as: world.program
                ).items
            }
            let taken = try await take(cases(0..<300))
            #expect(taken.count == 300 && Set(taken.map(\.id)).count == 300)
            #expect(taken.contains { $0.route == .auto } && taken.contains { $0.route == .human })
            let auto = taken.filter { $0.route == .auto }
            #expect(auto.allSatisfy { $0.value?.string == world.truth(Int($0.scores["yes"] ?? 0 > 0.5 ? 399 : 0)) })
            let before = try await world.world.count("SELECT COUNT(*) AS n FROM decision")
            var bad = cases(300..<310)
            bad[7].item = ["id": "n307", "amount": "many"]
            let wrong = await #expect(throws: Problem.self) { try await take(bad) }
            #expect(wrong?.place == "/items/7/item/amount")
            var reused = cases(300..<303)
            reused[2].item = ["id": "n5", "amount": 77]
            let conflict = await #expect(throws: Problem.self) { try await take(reused) }
            #expect(conflict?.code == "item_key_reused" && conflict?.place == "/items/2/item")
            #expect(try await world.world.count("SELECT COUNT(*) AS n FROM decision") == before)
            let again = try await take(cases(0..<2))
            #expect(again.map(\.item) == taken.prefix(2).map(\.item), "the same case again is the same item")
            await #expect(throws: Problem.self) { try await take([]) }
            await #expect(throws: Problem.self) { try await take(cases(0..<1001)) }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the same key again gives the same decision, another request under it a conflict`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            let first = try await world.decide(1, key: "a", onceKey: "k1")
            let again = try await world.decide(1, key: "a", onceKey: "k1")
            #expect(first == again)
            #expect(try await world.world.count("SELECT COUNT(*) AS n FROM decision") == 1)
            let conflict = await #expect(throws: Problem.self) { try await world.decide(2, key: "b", onceKey: "k1") }
            #expect(conflict?.code == "idempotency_key_reused")
        }
    }

    @Test func `at the deadline the default takes over, without one the task becomes most urgent`() async throws {
        let policy: JSONValue = ["audit_share": 0, "deadline_seconds": 60, "default": "no"]
        try await OversightWorld.with(size: 10, policy: policy, live: false, certified: false) { world in
            let system = Actor.system(in: world.world.workspace)
            let taken = try await world.decide(1, key: "a")
            #expect(try await CloseOverdue(world.services).run(.init(), as: system).closed == 0)
            world.world.clock.move(seconds: 60)
            let done = try await CloseOverdue(world.services).run(.init(), as: system)
            #expect(done.closed == 1 && done.escalated == 0 && done.missed == 0)
            let closed = try await world.decision(taken.id)
            #expect(closed.state == .closed && closed.value == "no" && closed.decider == "deadline")
            #expect(try await world.world.answerNext("no", in: world.project, as: world.expert) == nil)
            #expect(try await CloseOverdue(world.services).run(.init(), as: system).closed == 0)
            await #expect(throws: Problem.self) {
                try await CloseOverdue(world.services).run(.init(), as: world.program)
            }
        }
        let open: JSONValue = ["audit_share": 0, "deadline_seconds": 60]
        try await OversightWorld.with(size: 10, policy: open, live: false, certified: false) { world in
            let taken = try await world.decide(1, key: "a")
            world.world.clock.move(seconds: 61)
            let system = Actor.system(in: world.world.workspace)
            #expect(try await CloseOverdue(world.services).run(.init(), as: system).escalated == 1)
            #expect(try await CloseOverdue(world.services).run(.init(), as: system).escalated == 0)
            let task = try await world.world.database.read {
                try TaskStore.find(#require(taken.task), in: world.world.workspace, $0)
            }
            #expect(task?.priority == 0)
            #expect(try await world.decision(taken.id).state == .open)
        }
    }

    @Test func `nobody without a role learns of a decision, and roles decide who may take one`() async throws {
        try await OversightWorld.with(size: 10, live: false, certified: false) { world in
            let taken = try await world.decide(1, key: "a")
            let stranger = Actor(
                account: nil, worker: world.expert.worker, workspace: world.world.workspace, name: "X",
                isAdministrator: false, roles: [:])
            let problem = await #expect(throws: Problem.self) {
                try await GetDecision(world.services).run(.init(decision: taken.id), as: stranger)
            }
            #expect(problem?.code == "no_such_decision")
            let refused = await #expect(throws: Problem.self) {
                try await TakeDecision(world.services).run(
                    .init(project: world.project.slug, body: LiveCase(item: ["id": "b"])), as: world.expert)
            }
            #expect(refused?.code == "role_missing")
        }
    }

    @Test func `of an automatic decision whose audit waits, those who may answer it learn neither label nor outcome`()
        async throws
    {
        try await OversightWorld.with(policy: ["audit_share": 1]) { world in
            let taken = try await world.decide(399, key: "a")
            #expect(taken.route == .auto && taken.audit == .pending)
            _ = try await RecordOutcome(world.services).run(
                .init(decision: taken.id, body: .init(value: "no", source: "chargeback")), as: world.program)
            let blind = try await GetDecision(world.services).run(.init(decision: taken.id), as: world.expert)
            #expect(blind.decision.withheld && blind.decision.value == nil && blind.decision.label == nil)
            #expect(blind.decision.scores.isEmpty && blind.decision.certificate == nil && blind.outcomes.isEmpty)
            let listed = try await ListDecisions(world.services).run(
                .init(project: world.project.slug), as: world.expert)
            #expect(listed.items.allSatisfy { $0.withheld && $0.value == nil && $0.label == nil })
            let seen = try await GetDecision(world.services).run(.init(decision: taken.id), as: world.program)
            #expect(seen.decision.label == "yes" && seen.outcomes.count == 1)
        }
    }

    @Test func `an outcome is joined, and counts as truth only where outcomes are always seen`() async throws {
        for always in [false, true] {
            let policy: JSONValue = ["audit_share": 0, "outcomes_always_seen": .bool(always)]
            try await OversightWorld.with(policy: policy) { world in
                let taken = try await world.decide(399, key: "a")
                #expect(taken.route == .auto)
                let body = RecordOutcome.Body(value: "no", source: "chargeback")
                let outcome = try await RecordOutcome(world.services).run(
                    .init(decision: taken.id, body: body), as: world.program)
                let shown = try await GetDecision(world.services).run(.init(decision: taken.id), as: world.program)
                #expect(shown.outcomes == [outcome])
                let facts = try await world.facts(.outcomeRecorded)
                #expect(facts.map { $0["error"] } == [true] && facts.map { $0["label"] } == ["no"])
                let monitor = try await world.certificates().monitors.first { $0.name == "errors:yes" }
                #expect(monitor?.seen == (always ? 1 : 0))
                await #expect(throws: Problem.self) {
                    try await RecordOutcome(world.services).run(
                        .init(decision: taken.id, body: .init(value: "perhaps", source: "x")), as: world.program)
                }
            }
        }
    }
}
