import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct NumberAgreementTests {
    /// Three people estimate one item; a step of 5 makes numbers that near agree.
    private func resolve(_ numbers: [Double], _ body: (TestWorld, ProjectView) async throws -> Void) async throws {
        try await TestWorld.with { world in
            var own = TestWorld.body
            own.question = Question(
                kind: "number", prompt: "How much damage?", minimum: 0, maximum: 1000, step: 5, unit: "€")
            var settings = ProjectSettings()
            (settings.goldShare, settings.repeatShare, settings.seededErrorShare) = (0, 0, 0)
            settings.overlap = numbers.count
            settings.undoSeconds = 0
            settings.agreementThreshold = 0.6
            own.settings = settings
            let project = try await CreateProject(world.services).run(.init(body: own), as: world.administrator)
            try await world.importItems(1, into: project)
            for (place, number) in numbers.enumerated() {
                let person = try await world.person("P\(place)", [.annotator], in: project.id)
                try await world.answerNext(.number(number), in: project, as: person)
            }
            try await body(world, project)
        }
    }

    private func value(_ world: TestWorld, _ project: ProjectView) async throws -> Double? {
        try await world.database.read {
            try LabelStore.resolved(project: project.id, after: nil, limit: 1, $0).first?.value.number
        }
    }

    @Test func `numbers within the question's step agree, and their median is the answer`() async throws {
        try await resolve([100, 104, 99]) { world, project in
            let settled = try await value(world, project)
            #expect(settled == 100)
            let facts = try await world.database.read { tx in
                try tx.rows("SELECT facts FROM event WHERE kind = 'consensus.resolved'").map {
                    try JSONValue(parsing: $0.text("facts"))
                }
            }
            #expect(facts.count == 1 && facts[0]["method"]?.string == "median" && facts[0]["number"]?.number == 100)
            #expect(facts[0]["agreeing_pairs"]?.int == 3 && facts[0]["pairs"]?.int == 3)
        }
    }

    @Test func `one far number is outvoted, and the item is flagged for the disagreement`() async throws {
        try await resolve([100, 103, 900]) { world, project in
            let settled = try await value(world, project)
            #expect(settled == 103)
            let flagged = try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'item.flagged'")
            #expect(flagged == 1)
        }
    }

    @Test func `numbers too far apart go to an expert, whose number settles it`() async throws {
        try await resolve([100, 300, 900]) { world, project in
            let open = try await value(world, project)
            #expect(open == nil)
            let eve = try await world.person("Eve", [.expert], in: project.id)
            let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: eve))
            #expect(task.kind == .adjudicate && task.votes?.map(\.text).sorted() == ["100 €", "300 €", "900 €"])
            _ = try await SubmitAnnotation(world.services).run(.init(task: task.id, body: .init(value: 250)), as: eve)
            let settled = try await value(world, project)
            #expect(settled == 250)
        }
    }
}
