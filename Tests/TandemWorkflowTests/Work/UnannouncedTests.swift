import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct UnannouncedTests {
    /// The bytes of a payload without what names the task and the item.
    private func shape(_ task: TaskPayload) throws -> String {
        var plain = try JSONValue(parsing: Wire.encode(task))
        plain["id"] = nil
        plain["item"] = nil
        return try plain.canonicalString
    }

    private func purposes(_ world: TestWorld) async throws -> [TaskID: TaskPurpose] {
        try await world.database.read { tx in
            try Dictionary(
                uniqueKeysWithValues: tx.rows("SELECT id, purpose FROM task").map {
                    (TaskID(rawValue: try $0.text("id")), try #require(TaskPurpose(rawValue: $0.text("purpose"))))
                })
        }
    }

    @Test func `gold tasks come in their share, look like any other and can be undone like any other`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project {
                $0.goldShare = 0.1
                $0.blindShare = 1
            }
            try await world.importItems(100, into: project)
            let gold = (0..<20).map { SetGold.Answer(item: "i\(80 + $0)", value: "yes") }
            let set = try await SetGold(world.services).run(
                .init(project: project.slug, body: .init(items: gold)), as: world.administrator)
            #expect(set.set == 20)
            world.clock.move(seconds: 3600)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            var seen: [TaskPayload] = []
            for _ in 0..<60 {
                let task = try #require(
                    try await ClaimTask(world.services).run(.init(project: project.slug), as: ann))
                seen.append(task)
                let given = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(fence: task.fence, value: "no")), as: ann)
                #expect(given.undoUntil != nil && given.message == nil)
            }
            let purposes = try await purposes(world)
            #expect(seen.count { purposes[$0.id] == .gold } == 6)
            #expect(Set(try seen.map(shape)).count == 1)
            #expect(Set(seen.map { $0.id.rawValue.prefix(14) }).count == 1, "no id tells when its task was made")
            let last = try #require(seen.last { purposes[$0.id] == .gold })
            let again = try await UndoAnnotation(world.services).run(.init(task: last.id), as: ann)
            #expect(again.fence == last.fence + 1)
            world.clock.move(seconds: 31)
            #expect(try await world.settle() == 59)
            let labels = try await world.database.read {
                try LabelStore.resolved(project: project.id, after: nil, limit: 500, $0)
            }
            #expect(labels.count == 54, "gold answers settle nothing")
            let facts = try await world.database.read { tx in
                try tx.rows("SELECT facts FROM event WHERE kind = 'annotation.submitted'").map {
                    try JSONValue(parsing: $0.text("facts"))
                }
            }
            #expect(facts.count { $0["is_gold"] == true && $0["gold_label"] == "yes" && $0["label"] == "no" } == 6)
        }
    }

    @Test func `what a person answered a day ago is asked again, in its share, and named in the event`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project {
                $0.repeatShare = 0.1
                $0.blindShare = 1
            }
            try await world.importItems(100, into: project)
            let ann = try await world.person("Ann", [.annotator], in: project.id)
            for _ in 0..<30 { try await world.answerNext("yes", in: project, as: ann) }
            #expect(try await purposes(world).values.count { $0 == .repeat } == 0, "too early to ask again")
            world.clock.move(seconds: 86_400)
            var shapes: Set<String> = []
            for _ in 0..<30 {
                let task = try #require(
                    try await ClaimTask(world.services).run(.init(project: project.slug), as: ann))
                shapes.insert(try shape(task))
                _ = try await SubmitAnnotation(world.services).run(
                    .init(task: task.id, body: .init(value: "no")), as: ann)
            }
            #expect(try await purposes(world).values.count { $0 == .repeat } == 3)
            #expect(shapes.count == 1)
            let pairs = try await world.database.read { tx in
                try tx.rows("SELECT facts FROM event WHERE kind = 'annotation.submitted'").compactMap {
                    try JSONValue(parsing: $0.text("facts"))["repeat_of"]?.string
                }
            }
            #expect(Set(pairs).count == 3)
            let known = try await world.count(
                "SELECT count(*) AS n FROM annotation WHERE id IN (\(SQL.list(pairs))) AND label = 'yes'")
            #expect(known == 3)
        }
    }
}
