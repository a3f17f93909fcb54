import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct ReviewTests {
    /// One item answered "yes" by Ann and settled, so that a review waits.
    private func with(_ body: (TestWorld, ProjectView, Actor) async throws -> Void) async throws {
        try await TestWorld.with { world in
            let project = try await world.project {
                $0.reviewShare = 1
                $0.undoSeconds = 0
            }
            try await world.importItems(1, into: project)
            let ann = try await world.person("Ann", [.annotator, .expert], in: project.id)
            try await world.answerNext("yes", in: project, as: ann)
            #expect(
                try await ClaimTask(world.services).run(.init(project: project.slug), as: ann) == nil, "not her own")
            try await body(world, project, try await world.person("Eve", [.expert], in: project.id))
        }
    }

    private func label(_ world: TestWorld, _ project: ProjectView) async throws -> ResolvedItem? {
        try await world.database.read {
            try LabelStore.resolved(project: project.id, after: nil, limit: 2, $0).first
        }
    }

    @Test func `a correction becomes the item's answer`() async throws {
        try await with { world, project, eve in
            let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: eve))
            #expect(task.kind == .review && task.review?.target == "human" && task.review?.value == "yes")
            let review = SubmitReview(world.services)
            let same = await #expect(throws: Problem.self) {
                try await review.run(.init(task: task.id, body: .init(decision: .correct, value: "yes")), as: eve)
            }
            #expect(same?.code == "bad_value")
            let done = try await review.run(
                .init(task: task.id, body: .init(fence: task.fence, decision: .correct, value: "no")), as: eve)
            let again = try await review.run(
                .init(task: task.id, body: .init(fence: task.fence, decision: .correct, value: "no")), as: eve)
            #expect(done == again)
            let label = try await label(world, project)
            #expect(label?.label == "no" && label?.source == .review)
        }
    }

    @Test func `what is accepted stays, what is rejected goes to an adjudicator`() async throws {
        for decision in [ReviewDecision.accept, .reject] {
            try await with { world, project, eve in
                let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: eve))
                _ = try await SubmitReview(world.services).run(
                    .init(task: task.id, body: .init(decision: decision)), as: eve)
                #expect(try await label(world, project)?.label == "yes")
                let waiting = try await QueueStatus(world.services).run(
                    .init(project: project.slug), as: world.administrator)
                let adjudications = decision == .reject ? 1 : 0
                #expect(
                    waiting.waiting == ["label": 0, "review": 0, "adjudicate": adjudications, "approve": 0])
            }
        }
    }

    @Test func `a label task takes no review and a review task no annotation`() async throws {
        try await with { world, project, eve in
            let task = try #require(try await ClaimTask(world.services).run(.init(project: project.slug), as: eve))
            let wrong = await #expect(throws: Problem.self) {
                try await SubmitAnnotation(world.services).run(.init(task: task.id, body: .init(value: "no")), as: eve)
            }
            #expect(wrong?.code == "wrong_task_kind")
        }
    }
}
