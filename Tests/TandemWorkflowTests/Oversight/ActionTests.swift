import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// An agent proposes an action; a person accepts, edits, rejects or responds.
struct ActionTests {
    private static let arguments: JSONValue = ["amount": 120, "reason": "broken on arrival"]

    private static func propose(
        _ world: OversightWorld, key: String = "a", name: String = "refund", arguments: JSONValue = Self.arguments,
        deadline: Instant? = nil, defaultLabel: String? = nil, onceKey: String? = nil
    ) async throws -> DecisionView {
        let body = LiveCase(
            item: ["id": .string(key), "amount": 1, "person": "pat"], action: .init(name: name, arguments: arguments),
            callback: "https://agent.example/hook", deadline: deadline, defaultLabel: defaultLabel)
        return try await TakeDecision(world.services).run(
            .init(project: world.project.slug, body: body, onceKey: onceKey), as: world.program)
    }

    private static func claim(_ world: OversightWorld) async throws -> TaskPayload? {
        try await ClaimTask(world.services).run(.init(project: world.project.slug), as: world.expert)
    }

    private static func decide(
        _ task: TaskPayload, _ verdict: ActionVerdict, _ world: OversightWorld, seen: String? = nil,
        arguments: JSONValue? = nil, message: String? = nil
    ) async throws -> DecideAction.Output {
        try await DecideAction(world.services).run(
            .init(
                task: task.id,
                body: .init(
                    fence: task.fence, verdict: verdict, seenHash: seen ?? task.action?.hash ?? "",
                    arguments: arguments, message: message)), as: world.expert)
    }

    private static func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? Problem)?.code }
    }

    @Test(arguments: TestDatabases.engines)
    func `a person edits an action: the record is bound to what was seen, and the agent gets what it may do`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            let taken = try await Self.propose(world)
            #expect(taken.route == .human && taken.state == .open && taken.value == nil && taken.label == nil)
            #expect(taken.reasons.map(\.code) == [.actionNeedsPerson] && taken.defaultLabel == "reject")
            let task = try #require(try await Self.claim(world))
            #expect(task.kind == .approve && task.action?.name == "refund" && task.action?.arguments == Self.arguments)
            #expect(task.action?.hash == taken.action?.hash && task.suggestion == nil && !task.blind)
            let edited: JSONValue = ["amount": 60, "reason": "broken on arrival"]
            let made = try await Self.decide(task, .edit, world, arguments: edited)
            #expect(made.answer.seenHash == taken.action?.hash && made.answer.arguments == edited)
            let closed = try await world.decision(taken.id)
            #expect(
                closed.state == .closed && closed.value == "edit" && closed.decider == world.expert.worker?.rawValue)
            #expect(closed.action?.arguments == Self.arguments && closed.answer == made.answer)
            let again = try await Self.decide(task, .edit, world, arguments: edited)
            #expect(again == made, "the same answer again says the same")
            #expect(await Self.code { _ = try await Self.decide(task, .accept, world) } == "already_answered")
            let facts = try #require(try await world.facts(.decisionClosed).first)
            #expect(facts["verdict"] == "edit" && facts["edited"] == ["amount"] && facts["action"] == "refund")
            #expect(
                facts["action_hash"]?.string == taken.action?.hash
                    && facts["allowed_hash"]?.string == closed.answer?.hash)
            let ledger = try await world.world.count("SELECT count(*) AS n FROM event WHERE facts LIKE '%broken%'")
            #expect(ledger == 0, "arguments never reach the ledger")
            let sender = RecordingSender([.answered(status: 200, retryAfter: nil)])
            #expect(try await DeliverMessages(world.services, sender: sender).run().delivered == 1)
            let sent = try JSONValue(parsing: try #require(sender.sent.first).body)
            #expect(sent["data"]?["value"] == "edit" && sent["data"]?["answer"]?["arguments"] == edited)
            #expect(sent["data"]?["action"]?["arguments"] == Self.arguments)
            #expect(sent["data"]?["answer"]?["seen_hash"]?.string == taken.action?.hash)
            let counters = try await world.world.database.read { try CounterStore.values(of: world.project.id, $0) }
            #expect(counters[DecisionCounters.actions] == 1 && counters[DecisionCounters.openActions] == 0)
            #expect((counters[DecisionCounters.all] ?? 0) == 0 && counters[CounterStore.waiting(.approve)] == 0)
        }
    }

    @Test(arguments: [ActionVerdict.accept, .reject, .respond])
    func `accept lets the action go as it is, reject and respond let nothing go`(_ verdict: ActionVerdict) async throws
    {
        try await OversightWorld.with(size: 10, live: false, certified: false) { world in
            let taken = try await Self.propose(world)
            let task = try #require(try await Self.claim(world))
            let words = verdict == .respond ? "Ask for a photo first." : nil
            let made = try await Self.decide(task, verdict, world, message: words)
            let allowed: JSONValue? = verdict == .accept ? .some(Self.arguments) : Optional<JSONValue>.none
            #expect(made.answer.arguments == allowed)
            #expect(made.answer.hash == (verdict == .accept ? taken.action?.hash : nil))
            #expect(made.answer.message == words)
            #expect(try await world.decision(taken.id).value == .string(verdict.rawValue))
            #expect(try await Self.claim(world) == nil)
        }
    }

    @Test func `an answer to other arguments than those that wait changes nothing`() async throws {
        try await OversightWorld.with(size: 10, live: false, certified: false) { world in
            let taken = try await Self.propose(world)
            let task = try #require(try await Self.claim(world))
            let other = try AgentAction(name: "refund", arguments: ["amount": 12_000]).hash
            #expect(
                await Self.code { _ = try await Self.decide(task, .accept, world, seen: other) } == "action_changed")
            #expect(try await world.decision(taken.id).state == .open)
            let ann = try await world.world.person("Ann", [.annotator], in: world.project.id)
            let refused = await Self.code {
                _ = try await DecideAction(world.services).run(
                    .init(task: task.id, body: .init(verdict: .accept, seenHash: task.action?.hash ?? "")), as: ann)
            }
            #expect(refused == "role_missing")
            #expect(try await ClaimTask(world.services).run(.init(project: world.project.slug), as: ann) == nil)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `at the deadline an action nobody answered is rejected, and no other default is taken`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            #expect(
                await Self.code { _ = try await Self.propose(world, defaultLabel: "accept") } == "default_invalid")
            let taken = try await Self.propose(world, deadline: world.world.clock.now.adding(seconds: 60))
            let task = try #require(try await Self.claim(world))
            world.world.clock.move(seconds: 60)
            let done = try await CloseOverdue(world.services).run(.init(), as: .system(in: world.world.workspace))
            #expect(done.closed == 1)
            let closed = try await world.decision(taken.id)
            #expect(closed.value == "reject" && closed.decider == "deadline" && closed.answer?.arguments == nil)
            #expect(closed.answer?.seenHash == nil && closed.answer?.verdict == .reject)
            #expect(await Self.code { _ = try await Self.decide(task, .accept, world) } == "decision_closed")
            #expect(try await world.decision(taken.id).value == "reject")
        }
    }

    @Test func `what the policy names goes at once unless a rule asks for a person, and figures leave it out`()
        async throws
    {
        let policy: JSONValue = [
            "audit_share": 1, "rules": [#"action == "refund" && amount > 100 -> human"#],
            "automatic_actions": ["refund"],
        ]
        try await OversightWorld.with(size: 10, policy: policy, live: false, certified: false) { world in
            let small = try await Self.propose(world, key: "a", arguments: ["amount": 20])
            #expect(small.route == .auto && small.state == .closed && small.value == "accept" && !small.audited)
            #expect(small.answer?.arguments == ["amount": 20] && small.answer?.seenHash == nil && small.task == nil)
            let large = try await Self.propose(world, key: "b", arguments: ["amount": 200])
            #expect(large.route == .human && large.reasons.map(\.code) == [.rule])
            let other = try await Self.propose(world, key: "c", name: "delete", arguments: [:])
            #expect(other.reasons.map(\.code) == [.actionNeedsPerson])
            let figures = try await ComputeKPIs(world.services).run(
                .init(project: world.project.slug), as: world.world.administrator)
            let ratio = figures.kpis.first { $0.key == "collaboration_ratio" }
            #expect(ratio?.n == 0)
        }
    }

    @Test func `the same key again gives the same action, and an action comes without scores`() async throws {
        try await OversightWorld.with(size: 10, live: false, certified: false) { world in
            let first = try await Self.propose(world, onceKey: "k")
            #expect(try await Self.propose(world, onceKey: "k") == first)
            let reused = await Self.code {
                _ = try await Self.propose(world, arguments: ["amount": 121], onceKey: "k")
            }
            #expect(reused == "idempotency_key_reused")
            let both = LiveCase(
                item: ["id": "z"], scores: ["yes": 1, "no": 0], modelVersion: "m",
                action: .init(name: "refund", arguments: [:]))
            let refused = await Self.code {
                _ = try await TakeDecision(world.services).run(
                    .init(project: world.project.slug, body: both), as: world.program)
            }
            #expect(refused == "action_invalid")
            let outcome = await Self.code {
                _ = try await RecordOutcome(world.services).run(
                    .init(decision: first.id, body: .init(value: "yes", source: "x")), as: world.program)
            }
            #expect(outcome == "no_outcome_of_action")
        }
    }

    @Test func `arguments are shown to those who sent them or may see items, and to nobody else`() async throws {
        try await OversightWorld.with(size: 10, live: false, certified: false) { world in
            let taken = try await Self.propose(world)
            let user = try await world.world.person("Uma", [.endUser], in: world.project.id)
            let seen = try await GetDecision(world.services).run(.init(decision: taken.id), as: user).decision
            #expect(seen.action?.name == "refund" && seen.action?.arguments == nil && seen.withheld)
            #expect(seen.action?.hash == taken.action?.hash)
            #expect(try await world.decision(taken.id).action?.arguments == Self.arguments)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `erasing a subject takes the arguments, the words of the answer and the messages about them`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, size: 10, live: false, certified: false) { world in
            let taken = try await Self.propose(world)
            let task = try #require(try await Self.claim(world))
            _ = try await Self.decide(task, .respond, world, message: "broken is no reason")
            _ = try await EraseSubject(world.services).run(.init(subject: "pat"), as: world.world.administrator)
            for table: SQL in [
                "SELECT count(*) AS n FROM decision WHERE action LIKE '%broken%'",
                "SELECT count(*) AS n FROM task WHERE details LIKE '%broken%'",
                "SELECT count(*) AS n FROM outbox WHERE payload LIKE '%broken%'",
            ] {
                #expect(try await world.world.count(table) == 0)
            }
            let left = try await world.decision(taken.id)
            #expect(
                left.action?.hash == taken.action?.hash && left.answer?.verdict == .respond
                    && left.answer?.message == nil)
        }
    }
}
