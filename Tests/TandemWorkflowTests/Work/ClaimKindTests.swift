import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct ClaimKindTests {
    /// Three items; one was answered differently by two simulated people and one real one, so that an expert is asked.
    private func with(_ body: (TestWorld, ProjectView, Actor) async throws -> Void) async throws {
        try await TestWorld.with { world in
            let project = try await world.project {
                $0.overlap = 3
                $0.undoSeconds = 0
            }
            try await world.importItems(1, into: project)
            for (name, value, isSimulated) in [("Robin", "yes", true), ("Kim", "no", true), ("Ann", "no", false)] {
                let person = try await world.person(name, [.annotator], in: project.id, isSimulated: isSimulated)
                try await world.answerNext(.string(value), in: project, as: person)
                world.clock.move(seconds: 1)
            }
            try await world.importItems(4, into: project, name: "second")
            try await body(world, project, try await world.person("Eve", [.expert], in: project.id))
        }
    }

    private func claim(
        _ kinds: Set<TaskKind>?, _ world: TestWorld, _ project: ProjectView, _ eve: Actor,
        holding: Set<TaskID>? = nil
    ) async throws -> TaskPayload? {
        try await ClaimTask(world.services).run(
            .init(project: project.slug, kinds: kinds, holding: holding), as: eve)
    }

    @Test func `a claim gives only tasks of the kinds it names`() async throws {
        try await with { world, project, eve in
            let label = try await claim([.label], world, project, eve)
            let settle = try await claim([.adjudicate], world, project, eve)
            let review = try await claim([.review], world, project, eve)
            #expect(label?.kind == .label && settle?.kind == .adjudicate && review == nil)
        }
    }

    @Test func `turning to another kind gives the other tasks back to the queue when they take the places`()
        async throws
    {
        try await with { world, project, eve in
            let first = try #require(try await claim([.label], world, project, eve, holding: []))
            let second = try #require(try await claim([.label], world, project, eve, holding: [first.id]))
            let other = try await claim([.adjudicate], world, project, eve, holding: [])
            #expect(other?.kind == .adjudicate)
            let live = try await world.count("SELECT count(*) AS n FROM lease WHERE ended_at IS NULL")
            #expect(live == 1)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let again = try #require(try await claim(nil, world, project, bob, holding: []))
            #expect([first.id, second.id, again.id].count == 3)
            let none = try await claim([.label], world, project, eve, holding: nil)
            #expect(none?.kind == .label)
        }
    }

    @Test func `an adjudicator sees the votes side by side with the simulated ones marked and nobody named`()
        async throws
    {
        try await with { world, project, eve in
            let task = try #require(try await claim([.adjudicate], world, project, eve))
            #expect(task.votes?.map(\.simulated) == [true, true, false])
            #expect(task.votes?.compactMap { $0.value?.string } == ["yes", "no", "no"])
            #expect(task.reasons.map(\.text) == ["People disagree"])
            let bytes = String(decoding: try Wire.encode(task), as: UTF8.self)
            for name in ["Robin", "Kim", "Ann", "wrk_"] { #expect(!bytes.contains(name)) }
        }
    }

    @Test func `a review of what only simulated people answered says so`() async throws {
        for isSimulated in [true, false] {
            try await TestWorld.with { world in
                let project = try await world.project {
                    $0.reviewShare = 1
                    $0.undoSeconds = 0
                }
                try await world.importItems(1, into: project)
                let ann = try await world.person("Ann", [.annotator], in: project.id, isSimulated: isSimulated)
                try await world.answerNext("yes", in: project, as: ann)
                let eve = try await world.person("Eve", [.expert], in: project.id)
                let task = try #require(try await claim([.review], world, project, eve))
                #expect(task.review?.simulated == isSimulated && task.reasons.map(\.code) == ["spot_check"])
            }
        }
    }

    @Test func `the schema's help stands beside the value it explains`() async throws {
        try await TestWorld.with { world in
            var body = TestWorld.body
            body.schema = [
                "columns": [
                    ["name": "id", "type": "category", "role": "key"],
                    ["name": "amount", "type": "number", "help": "In euros, with tax."],
                ]
            ]
            let project = try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            _ = try await ImportItems(world.services).run(
                .init(project: project.slug, name: "a", format: .csv, bytes: Array("id,amount\na,5\n".utf8)),
                as: world.administrator)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let task = try #require(try await claim(nil, world, project, ann))
            #expect(task.item.fields.first { $0.name == "amount" }?.help == "In euros, with tax.")
        }
    }
}
