import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct TaskReasonTests {
    private func claim(_ world: OversightWorld) async throws -> TaskPayload {
        try #require(
            try await ClaimTask(world.services).run(.init(project: world.project.slug), as: world.expert))
    }

    @Test func `a case below the threshold is flagged as ambiguous and says so beside its task`() async throws {
        try await OversightWorld.with { world in
            _ = try await world.decide(395, key: "a")
            let unsure = try await world.decide(exactly: 199.6, key: "b")
            _ = try await world.decide(396, key: "c", askPerson: true)
            let flagged = try await world.facts(.itemFlagged)
            #expect(flagged.count == 1, "neither the automatic case nor the one that was asked for")
            #expect(flagged[0]["reason"]?.string == "low_confidence")
            #expect(flagged[0]["item"]?.string == unsure.item.rawValue)
            #expect(flagged[0]["decision"]?.string == unsure.id.rawValue)
            let task = try await claim(world)
            #expect(task.reasons.map(\.code) == ["below_threshold"] && !task.blind)
            let asked = try await claim(world)
            #expect(asked.reasons.map(\.code) == ["asked_for_person"])
        }
    }

    @Test func `a blind task says no more than that the case is live, whether it is an audit or not`() async throws {
        try await OversightWorld.with(policy: ["audit_share": 1]) { world in
            _ = try await world.decide(395, key: "sure")
            _ = try await world.decide(exactly: 199.6, key: "unsure")
            _ = try await world.decide(396, key: "asked", askPerson: true)
            for _ in 0..<2 {
                let task = try await claim(world)
                #expect(task.blind && task.reasons.map(\.code) == ["live_case"])
                let bytes = String(decoding: try Wire.encode(task), as: UTF8.self)
                for leak in ["threshold", "certified", "probability", "asked"] { #expect(!bytes.contains(leak)) }
                _ = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(value: "yes")), as: world.expert)
            }
        }
    }
}
