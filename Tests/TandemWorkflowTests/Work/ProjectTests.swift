import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct ProjectTests {
    @Test func `a name makes a slug, and a slug is given once`() async throws {
        try await TestWorld.with { world in
            var body = TestWorld.body
            body.name = "  Größe & Fraud: 2026! "
            let made = try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            #expect(made.slug == "gr-e-fraud-2026")
            let taken = await #expect(throws: Problem.self) {
                try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            }
            #expect(taken?.code == "slug_taken")
        }
    }

    @Test func `the same idempotency key gives the same project`() async throws {
        try await TestWorld.with { world in
            let input = CreateProject.Input(body: TestWorld.body, onceKey: "k")
            let first = try await CreateProject(world.services).run(input, as: world.administrator)
            #expect(try await CreateProject(world.services).run(input, as: world.administrator) == first)
            #expect(try await world.count("SELECT count(*) AS n FROM project") == 1)
        }
    }

    @Test func `only administrators create projects, and strangers learn nothing of them`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            let stranger = try await world.person("S", [], in: project.id)
            let refused = await #expect(throws: Problem.self) {
                try await CreateProject(world.services).run(.init(body: TestWorld.body), as: stranger)
            }
            #expect(refused?.kind == .forbidden)
            for name in [project.slug, "nothing"] {
                let hidden = await #expect(throws: Problem.self) {
                    try await GetProject(world.services).run(.init(project: name), as: stranger)
                }
                #expect(hidden == Problem.noSuch("project", name))
            }
            #expect(try await ListProjects(world.services).run(.init(), as: stranger).items.isEmpty)
        }
    }

    @Test func `settings change only where nobody else changed them, and each by its name`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            let update = UpdateProject(world.services)
            let changed = try await update.run(
                .init(project: project.slug, version: 1, body: .init(settings: ["overlap": 3])), as: world.administrator
            )
            #expect(changed.version == 2 && changed.settings.overlap == 3 && changed.settings.goldShare == 0)
            let stale = await #expect(throws: Problem.self) {
                try await update.run(
                    .init(project: project.slug, version: 1, body: .init(name: "x")), as: world.administrator)
            }
            #expect(stale?.kind == .changed)
            for settings: JSONValue in [["overlap": 99], ["overlap": "x"], ["color": 1], ["positive_label": "maybe"]] {
                let bad = await #expect(throws: Problem.self) {
                    try await update.run(
                        .init(project: project.slug, version: 2, body: .init(settings: settings)),
                        as: world.administrator)
                }
                #expect(bad?.code == "bad_setting")
            }
        }
    }

    @Test func `new guidelines are a new version, and answers name the one in force`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project()
            try await world.importItems(1, into: project)
            let second = try await SetGuideline(world.services).run(
                .init(project: project.slug, markdown: "Closer.", version: 1), as: world.administrator)
            #expect(second.version == 2)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            try await world.answerNext("yes", in: project, as: ann)
            #expect(try await world.count("SELECT guideline_version AS n FROM annotation") == 2)
        }
    }

    @Test func `a schema or question that cannot work is refused with its place`() async throws {
        try await TestWorld.with { world in
            var body = TestWorld.body
            body.schema = ["columns": [["name": "a", "type": "color"]]]
            let schema = await #expect(throws: Problem.self) {
                try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            }
            #expect(schema?.code == "bad_schema" && schema?.place == "/schema")
            body = TestWorld.body
            body.question = .choice("?", [LabelChoice("only")])
            let question = await #expect(throws: Problem.self) {
                try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            }
            #expect(question?.place == "/question/labels")
        }
    }
}
