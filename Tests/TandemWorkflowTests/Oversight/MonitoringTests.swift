import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct MonitoringTests {
    @Test(arguments: TestDatabases.engines)
    func `audits that find errors withdraw the certificate in the transaction that found the last`(
        _ engine: Dialect.Engine
    ) async throws {
        try await OversightWorld.with(engine, policy: ["audit_share": 1]) { world in
            var answered = 0
            while try await world.certificates().valid != nil, answered < 60 {
                let taken = try await world.decide(350 + answered % 50, key: "a\(answered)")
                #expect(taken.route == .auto && taken.audited && taken.audit == .pending && taken.task != nil)
                try await world.answer("no")
                #expect(try await world.decision(taken.id).audit == .wrong)
                answered += 1
            }
            #expect(answered < 30)
            let list = try await world.certificates()
            let monitor = try #require(list.monitors.first { $0.name == "errors:yes" })
            #expect(monitor.firedAt != nil && monitor.evidence >= monitor.threshold && monitor.seen == answered)
            #expect(list.items.first?.state == .withdrawn && list.items.first?.endReason == "monitor errors:yes")
            let fired = try await world.facts(.triggerFired)
            #expect(fired.count == 1 && fired[0]["rule"] == "errors:yes" && fired[0]["effect"] == 1)
            #expect(try await world.facts(.certificateWithdrawn).map { $0["reason"] } == ["monitor"])
            let next = try await world.decide(399, key: "next")
            #expect(next.route == .human && Set(next.reasons.map(\.code)) == [.monitorFired, .noCertificate])
        }
    }

    @Test func `audits that agree do not`() async throws {
        try await OversightWorld.with(policy: ["audit_share": 1]) { world in
            for number in 0..<20 {
                let taken = try await world.decide(350 + number, key: "a\(number)")
                try await world.answer("yes")
                #expect(try await world.decision(taken.id).audit == .agreed)
            }
            let list = try await world.certificates()
            #expect(list.valid != nil && list.monitors.first { $0.name == "errors:yes" }?.seen == 20)
            #expect(try await world.facts(.outcomeRecorded).allSatisfy { $0["error"] == false })
        }
    }

    @Test func `unsure and unanswered audits count as errors`() async throws {
        let policy: JSONValue = ["audit_share": 1, "audit_deadline_seconds": 100]
        try await OversightWorld.with(policy: policy) { world in
            let first = try await world.decide(390, key: "a")
            let task = try #require(
                try await ClaimTask(world.services).run(.init(project: world.project.slug), as: world.expert))
            _ = try await SubmitAnnotation(world.services).run(
                .init(task: task.id, body: .init(fence: task.fence, value: nil, unsure: true)), as: world.expert)
            let other = try await world.world.person("Ada", [.expert], in: world.project.id)
            let adjudication = try #require(
                try await ClaimTask(world.services).run(.init(project: world.project.slug), as: other))
            #expect(adjudication.kind == .adjudicate)
            _ = try await SubmitAnnotation(world.services).run(
                .init(task: adjudication.id, body: .init(fence: adjudication.fence, value: nil, unsure: true)),
                as: other)
            #expect(try await world.decision(first.id).audit == .unsure)
            let second = try await world.decide(391, key: "b")
            world.world.clock.move(seconds: 101)
            let done = try await CloseOverdue(world.services).run(.init(), as: .system(in: world.world.workspace))
            #expect(done.missed == 1)
            #expect(try await world.decision(second.id).audit == .missed)
            let monitor = try await world.certificates().monitors.first { $0.name == "errors:yes" }
            #expect(monitor?.seen == 2 && monitor?.effect == 1)
            #expect(
                try await CloseOverdue(world.services).run(.init(), as: .system(in: world.world.workspace)).missed == 0)
        }
    }

    @Test func `labels of the audit slice never train, whatever the role of their item`() async throws {
        try await OversightWorld.with(policy: ["audit_share": 1]) { world in
            for number in 0..<40 {
                _ = try await world.decide(300 + number, key: "live\(number)")
                try await world.answer("yes")
            }
            let labels = try await world.world.database.read {
                try LabelStore.resolved(project: world.project.id, after: nil, limit: 5000, $0)
            }
            let live = labels.filter { $0.item.source == "decision" }
            #expect(live.count == 40 && live.allSatisfy { $0.purpose == .audit })
            #expect(Set(live.map(\.item.role)).contains(.train), "else the test shows nothing")
            let parts = live.compactMap {
                Eligibility.part(role: $0.item.role.rawValue, purpose: $0.purpose.rawValue)
            }
            #expect(!parts.contains(.train) && parts.contains(.calibrate))
        }
    }

    @Test func `labels of decisions that waited for a person only train`() async throws {
        try await OversightWorld.with(policy: ["audit_share": 0]) { world in
            for number in 0..<30 {
                _ = try await world.decide(190 + number % 20, key: "live\(number)", askPerson: true)
                try await world.answer("yes")
            }
            let labels = try await world.world.database.read {
                try LabelStore.resolved(project: world.project.id, after: nil, limit: 5000, $0)
            }
            let live = labels.filter { $0.item.source == "decision" }
            #expect(live.count == 30 && live.allSatisfy { $0.purpose == .decision })
            let parts = Set(
                live.compactMap { Eligibility.part(role: $0.item.role.rawValue, purpose: $0.purpose.rawValue) })
            #expect(parts == [.train])
        }
    }

    @Test func `cases of a kind never seen fire the population monitor, more of the same do not`() async throws {
        try await OversightWorld.with { world in
            for number in 0..<60 { _ = try await world.decide(number * 13 % 400, key: "usual\(number)") }
            let quiet = try await world.certificates()
            let monitor = try #require(quiet.monitors.first { $0.name == "population" })
            #expect(quiet.valid != nil && monitor.seen == 60 && monitor.evidence < monitor.threshold)
            let strange = (0..<60).map { number in
                LiveCase(
                    item: [
                        "id": .string("new\(number)"), "amount": JSONValue(5000 + number),
                        "note": .string("entirely other words \(number)"),
                    ])
            }
            let taken = try await TakeDecisions(world.services).run(
                .init(project: world.project.slug, body: .init(items: strange)), as: world.program
            ).items
            let first = try #require(taken.firstIndex { $0.route == .human })
            #expect((1...59).contains(first), "\(first)")
            #expect(taken[first...].allSatisfy { $0.route == .human })
            #expect(taken[first].reasons.map(\.code).contains(.monitorFired))
            #expect(try await world.certificates().items.first?.state == .withdrawn)
            #expect(try await world.facts(.triggerFired).map { $0["rule"] } == ["population"])
            // A new certificate begins with new monitors.
            let renewed = try await world.certify()
            #expect(renewed.state == .valid)
            #expect(try await world.certificates().monitors.allSatisfy { $0.firedAt == nil && $0.seen == 0 })
            #expect(try await world.decide(399, key: "after").route == .auto)
        }
    }
}
