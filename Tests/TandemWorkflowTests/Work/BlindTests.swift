import Synchronization
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// Says the same of every item, in words that are easy to find again, and counts how often it was asked.
private final class LoudModel: SuggestionSource {
    private let count = Mutex(0)

    var asked: Int { count.withLock { $0 } }

    func suggestion(for item: Item, in project: Project) async throws -> Suggestion? {
        count.withLock { $0 += 1 }
        return Suggestion(
            label: "yes", probability: 0.98765, modelVersion: "v-leak",
            explanation: Explanation(base: 0.12345, contributions: [.init(feature: "leaky", value: "1", margin: 2.5)]))
    }
}

struct BlindTests {
    private func claim(_ world: TestWorld, _ project: ProjectView, _ actor: Actor) async throws -> TaskPayload? {
        try await ClaimTask(world.services).run(.init(project: project.slug), as: actor)
    }

    @Test func `the bytes of a blind task hold neither the model's answer nor its reasons, and the model is not asked`()
        async throws
    {
        try await TestWorld.with { world in
            var world = world
            let model = LoudModel()
            world.services.suggestions = model
            let project = try await world.project { $0.blindShare = 1 }
            try await world.importItems(20, into: project)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            for _ in 0..<20 {
                let task = try #require(try await claim(world, project, ann))
                let text = String(decoding: try Wire.encode(task), as: UTF8.self)
                #expect(task.blind && task.suggestion == nil && task.explanation == nil)
                for leak in ["suggestion", "explanation", "leak", "0.98765", "0.12345"] {
                    #expect(!text.contains(leak))
                }
                _ = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(value: "no")), as: ann)
            }
            #expect(model.asked == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM annotation WHERE mode = 'manual'") == 20)
        }
    }

    @Test func `a task with the model in view says so in the answer's mode and in a review of the model`() async throws
    {
        try await TestWorld.with { world in
            var world = world
            world.services.suggestions = LoudModel()
            let project = try await world.project {
                $0.blindShare = 0
                $0.roleShares = RoleShares(train: 1, calibrate: 0, evaluate: 0)
            }
            try await world.importItems(2, into: project)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            for (value, decision) in [("yes", "accept"), ("no", "correct")] {
                let task = try #require(try await claim(world, project, ann))
                #expect(task.suggestion?.label == "yes" && task.explanation?.contributions.count == 1)
                _ = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(value: .string(value))), as: ann)
                let verdicts = try await world.database.read { tx in
                    try tx.rows("SELECT facts FROM event WHERE kind = 'review.decided' ORDER BY seq").map {
                        try JSONValue(parsing: $0.text("facts"))
                    }
                }
                #expect(verdicts.last?["decision"]?.string == decision)
                #expect(verdicts.last?["target"]?.string == "ai")
            }
            #expect(try await world.count("SELECT count(*) AS n FROM annotation WHERE mode = 'suggested'") == 2)
        }
    }

    @Test func `the ground truth column and personal columns never reach an outside worker`() async throws {
        try await TestWorld.with { world in
            var body = TestWorld.body
            body.schema = [
                "columns": [
                    ["name": "id", "type": "category", "role": "key"], ["name": "amount", "type": "number"],
                    ["name": "truth", "type": "category", "role": "target"],
                    ["name": "person", "type": "category", "role": "subject"],
                    ["name": "phone", "type": "category", "role": "personal"],
                    ["name": "origin", "type": "category", "role": "sensitive"],
                ]
            ]
            let project = try await CreateProject(world.services).run(.init(body: body), as: world.administrator)
            let text = "id,amount,truth,person,phone,origin\nkey-7,5,TRUTH,PERSON,PHONE,ORIGIN\n"
            _ = try await ImportItems(world.services).run(
                .init(project: project.slug, name: "a", format: .csv, bytes: Array(text.utf8)), as: world.administrator)
            let crowd = try await world.person("C", [.annotator], in: project.id, kind: .crowd)
            let outside = try #require(try await claim(world, project, crowd))
            let bytes = String(decoding: try Wire.encode(outside), as: UTF8.self)
            for hidden in ["TRUTH", "PERSON", "PHONE", "ORIGIN", "key-7"] { #expect(!bytes.contains(hidden)) }
            _ = try await ReleaseTask(world.services).run(.init(task: outside.id), as: crowd)
            let team = try await world.person("T", [.annotator], in: project.id)
            let inside = try #require(try await claim(world, project, team))
            let all = String(decoding: try Wire.encode(inside), as: UTF8.self)
            #expect(!all.contains("TRUTH"))
            for shown in ["PERSON", "PHONE", "ORIGIN", "key-7"] { #expect(all.contains(shown)) }
        }
    }
}
