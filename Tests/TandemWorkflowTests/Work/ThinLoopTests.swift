import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct ThinLoopTests {
    @Test(arguments: TestDatabases.engines)
    func `items come in, three people answer, what they agree on is settled`(_ engine: Dialect.Engine) async throws {
        try await TestWorld.with(engine) { world in
            let project = try await world.project { $0.overlap = 3 }
            let done = try await world.importItems(10, into: project)
            #expect(done.added == 10 && done.rejected == 0 && done.state == .done)
            for name in ["Ann", "Bob", "Cid"] {
                let person = try await world.person(name, [.annotator], in: project.id)
                let waiting = try await WaitingForMe(world.services).run(.init(), as: person)
                #expect(waiting.items.map(\.label) == [10])
                var answered: Set<TaskID> = []
                while let given = try await world.answerNext("yes", in: project, as: person) {
                    #expect(given.state == .counted && !given.late)
                    #expect(answered.insert(given.task).inserted)
                }
                #expect(answered.count == 10)
            }
            #expect(try await world.settle() == 0)
            world.clock.move(seconds: 30)
            #expect(try await world.settle() == 10)
            let labels = try await world.database.read {
                try LabelStore.resolved(project: project.id, after: nil, limit: 100, $0)
            }
            #expect(labels.count == 10)
            #expect(labels.allSatisfy { $0.label == "yes" && $0.votes == 3 && $0.source == .consensus })
            let page = try await ListItems(world.services).run(
                .init(project: project.slug, limit: 7), as: world.administrator)
            #expect(page.items.count == 7 && page.items.allSatisfy { $0.resolution?.label == "yes" })
            let rest = try await ListItems(world.services).run(
                .init(project: project.slug, cursor: page.next, limit: 7), as: world.administrator)
            #expect(rest.items.count == 3 && rest.next == nil)
        }
    }

    @Test func `people who disagree hand the item to an adjudicator who gave no answer`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project {
                $0.overlap = 2
                $0.undoSeconds = 0
            }
            try await world.importItems(1, into: project)
            let ann = try await world.person("Ann", [.annotator, .expert], in: project.id)
            let bob = try await world.person("Bob", [.annotator], in: project.id)
            let eve = try await world.person("Eve", [.expert], in: project.id)
            try await world.answerNext("yes", in: project, as: ann)
            world.clock.move(seconds: 1)
            try await world.answerNext("no", in: project, as: bob)
            #expect(try await ClaimTask(world.services).run(.init(project: project.slug), as: ann) == nil)
            let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: eve))
            #expect(task.kind == .adjudicate)
            #expect(task.votes?.map(\.value) == ["yes", "no"])
            _ = try await SubmitAnnotation(world.services).run(
                .init(task: task.id, body: .init(fence: task.fence, value: "no")), as: eve)
            let labels = try await world.database.read {
                try LabelStore.resolved(project: project.id, after: nil, limit: 9, $0)
            }
            #expect(labels.map(\.label) == ["no"])
            #expect(labels.map(\.source) == [.adjudication])
            #expect(try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'item.flagged'") == 1)
        }
    }
}
