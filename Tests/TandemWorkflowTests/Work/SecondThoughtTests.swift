import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// Looking at the model after a blind answer, and changing one's mind.
struct SecondThoughtTests {
    private static func world(
        _ shares: RoleShares = RoleShares(train: 1, calibrate: 0, evaluate: 0), undo: Int = 30,
        overlap: Int = 1, _ body: (TestWorld, ProjectView) async throws -> Void
    ) async throws {
        try await TestWorld.with { world in
            var world = world
            world.services.suggestions = FixedModel()
            let project = try await world.project {
                $0.blindShare = 1
                $0.roleShares = shares
                $0.undoSeconds = undo
                $0.overlap = overlap
            }
            try await world.importItems(1, into: project)
            try await body(world, project)
        }
    }

    private static func events(_ kind: EventKind, _ world: TestWorld) async throws -> [JSONValue] {
        try await world.database.read { tx in
            try tx.rows("SELECT facts FROM event WHERE kind = \(kind.rawValue) ORDER BY seq").map {
                try JSONValue(parsing: $0.text("facts"))
            }
        }
    }

    private static func label(_ world: TestWorld, _ project: ProjectView) async throws -> String? {
        try await world.database.read {
            try LabelStore.resolved(project: project.id, after: nil, limit: 2, $0).first?.label
        }
    }

    private static func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? Problem)?.code }
    }

    @Test func `after a blind answer the person sees what the model says and why, and not before`() async throws {
        try await Self.world { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: ann))
            let reveal = RevealSuggestion(world.services)
            let early = await Self.code { _ = try await reveal.run(.init(task: task.id), as: ann) }
            #expect(early == "not_answered")
            let given = try await SubmitAnnotation(world.services).run(
                .init(task: task.id, body: .init(value: "no")), as: ann)
            #expect(given.canReveal)
            let stranger = await Self.code { _ = try await reveal.run(.init(task: task.id), as: bob) }
            #expect(stranger == "not_answered")
            let said = try await reveal.run(.init(task: task.id), as: ann)
            #expect(said.value == "no" && said.suggestion.label == "yes" && said.suggestion.probability == 0.9)
            #expect(said.explanation?.contributions.first?.feature == "amount" && !said.agrees)
            _ = try await reveal.run(.init(task: task.id), as: ann)
            let told = try await Self.events(.annotationRevealed, world)
            #expect(told.count == 1 && told[0]["label"]?.string == "yes" && told[0]["agrees"]?.bool == false)
        }
    }

    @Test func `an answer cannot be undone once the model was seen, so that blind answers stay blind`() async throws {
        try await Self.world { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            _ = try await RevealSuggestion(world.services).run(.init(task: given.task), as: ann)
            let code = await Self.code {
                _ = try await UndoAnnotation(world.services).run(.init(task: given.task), as: ann)
            }
            #expect(code == "revealed")
        }
    }

    @Test(arguments: [("train", "yes"), ("calibrate", "no"), ("evaluate", "no")])
    func `a change after the look counts for learning and never where the answer must be independent`(
        _ role: String, _ settled: String
    ) async throws {
        let shares = RoleShares(
            train: role == "train" ? 1 : 0, calibrate: role == "calibrate" ? 1 : 0, evaluate: role == "evaluate" ? 1 : 0
        )
        try await Self.world(shares) { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            _ = try await RevealSuggestion(world.services).run(.init(task: given.task), as: ann)
            let made = try await CorrectAnnotation(world.services).run(
                .init(task: given.task, body: .init(value: "yes")), as: ann)
            #expect(made.changed && made.state == (role == "train" ? .counted : .revised))
            world.clock.move(seconds: 31)
            #expect(try await world.settle() == 1)
            #expect(try await Self.label(world, project) == settled)
            #expect(try await world.count("SELECT count(*) AS n FROM annotation") == 2, "both are kept")
            #expect(try await world.count("SELECT count(*) AS n FROM annotation WHERE state = 'counted'") == 1)
            let told = try await Self.events(.annotationCorrected, world)
            #expect(told.count == 1 && told[0]["after_reveal"]?.bool == true && told[0]["before"]?.string == "no")
            #expect(try await Self.events(.annotationSubmitted, world).count == 1, "figures count the first answer")
        }
    }

    @Test func `keeping the answer after the look writes nothing`() async throws {
        try await Self.world { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            _ = try await RevealSuggestion(world.services).run(.init(task: given.task), as: ann)
            let made = try await CorrectAnnotation(world.services).run(
                .init(task: given.task, body: .init(value: "no")), as: ann)
            #expect(!made.changed && made.annotation == given.annotation)
            #expect(try await Self.events(.annotationCorrected, world).isEmpty)
        }
    }

    @Test func `a later correction resolves the item anew and its lineage names the new label's giver`() async throws {
        try await Self.world(undo: 0) { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            #expect(try await Self.label(world, project) == "no")
            let made = try await CorrectAnnotation(world.services).run(
                .init(task: given.task, body: .init(value: "yes", comment: "looked again")), as: ann)
            #expect(made.state == .counted && made.item == "resolved")
            #expect(try await Self.label(world, project) == "yes")
            let item = try await world.database.read {
                try LabelStore.resolved(project: project.id, after: nil, limit: 1, $0).first?.item.id
            }
            let found = try #require(item)
            let givers = try await world.database.read {
                (try LabelStore.givers(of: "yes", to: found, $0), try LabelStore.givers(of: "no", to: found, $0))
            }
            #expect(givers.0 == [try #require(ann.worker)] && givers.1.isEmpty)
            let told = try await Self.events(.consensusResolved, world)
            #expect(told.count == 2 && told[1]["corrected"]?.bool == true && told[1]["label"]?.string == "yes")
            let counters = try await world.database.read { try CounterStore.values(of: project.id, $0) }
            #expect(counters[CounterStore.resolved] == 1 && counters[CounterStore.annotations] == 1)
            let back = try await CorrectAnnotation(world.services).run(
                .init(task: given.task, body: .init(value: "no")), as: ann)
            #expect(back.item == "resolved")
            #expect(try await Self.label(world, project) == "no")
        }
    }

    @Test
    func `a correction that makes people disagree reopens the item for an expert, and one that ends it settles it`()
        async throws
    {
        try await Self.world(undo: 0, overlap: 2) { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            try await world.answerNext("no", in: project, as: bob)
            #expect(try await Self.label(world, project) == "no")
            let correct = CorrectAnnotation(world.services)
            let opened = try await correct.run(.init(task: given.task, body: .init(value: "yes")), as: ann)
            #expect(opened.item == "reopened")
            #expect(try await Self.label(world, project) == nil)
            let queue = try await QueueStatus(world.services).run(
                .init(project: project.slug), as: world.administrator)
            #expect(queue.resolved == 0 && queue.waiting["adjudicate"] == 1)
            let settled = try await correct.run(.init(task: given.task, body: .init(value: "yes")), as: bob)
            #expect(settled.item == "resolved")
            #expect(try await Self.label(world, project) == "yes")
            let after = try await QueueStatus(world.services).run(
                .init(project: project.slug), as: world.administrator)
            #expect(after.resolved == 1 && after.waiting["adjudicate"] == 0)
        }
    }

    @Test func `what an expert decided stands when an annotator corrects herself afterwards`() async throws {
        try await Self.world(undo: 0, overlap: 2) { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let eve = try await world.person("Eve", [.expert], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            try await world.answerNext("yes", in: project, as: bob)
            try await world.answerNext("yes", in: project, as: eve)
            #expect(try await Self.label(world, project) == "yes")
            let made = try await CorrectAnnotation(world.services).run(
                .init(task: given.task, body: .init(value: "yes")), as: ann)
            #expect(made.changed && made.item == "unchanged")
            #expect(try await Self.events(.consensusResolved, world).count == 1)
        }
    }

    @Test func `nobody corrects another's answer, and nobody what was never answered`() async throws {
        try await Self.world(undo: 0) { world, project in
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let given = try #require(try await world.answerNext("no", in: project, as: ann))
            let code = await Self.code {
                _ = try await CorrectAnnotation(world.services).run(
                    .init(task: given.task, body: .init(value: "yes")), as: bob)
            }
            #expect(code == "nothing_to_correct")
            let mine = try await ListMyAnswers(world.services).run(.init(project: project.slug), as: ann)
            #expect(mine.items.map(\.task) == [given.task] && mine.items[0].key == "i0")
            #expect(try await ListMyAnswers(world.services).run(.init(project: project.slug), as: bob).items.isEmpty)
        }
    }
}
