import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// Fails at every statement of every writing use case, COMMIT too, and looks whether anything is half done.
struct WorkFaultTests {
    private typealias Prepared = (world: TestWorld, project: ProjectView, ann: Actor, task: TaskPayload?)

    /// Everything the work tables and the ledger hold, as text.
    private static func dump(_ database: any Database) async throws -> [String] {
        let tables: [SQL] = [
            "SELECT * FROM project", "SELECT * FROM guideline", "SELECT * FROM worker_skill", "SELECT * FROM counter",
            "SELECT * FROM item", "SELECT * FROM item_import", "SELECT * FROM import_rejection", "SELECT * FROM task",
            "SELECT * FROM claim_mark", "SELECT * FROM worker_progress", "SELECT * FROM lease",
            "SELECT * FROM annotation", "SELECT * FROM review", "SELECT * FROM resolution", "SELECT * FROM gold",
            "SELECT * FROM event", "SELECT * FROM chain_head",
        ]
        return try await database.read { tx in
            try tables.flatMap { table in try tx.rows(table).map { "\($0.values)" }.sorted() }
        }
    }

    private static func prepare(
        _ database: any Database, claims: Bool, overlap: Int = 1
    ) async throws -> Prepared {
        let world = try await TestWorld(on: database)
        let project = try await world.project {
            $0.overlap = overlap
            $0.reviewShare = 1
        }
        try await world.importItems(3, into: project)
        let ann = try await world.person("Ann", [.annotator, .expert], in: project.id)
        let task = claims ? try await ClaimTask(world.services).run(.init(project: project.slug), as: ann) : nil
        return (world, project, ann, task)
    }

    /// Runs `act` with a fault at every statement: it either did nothing, or all of it.
    private func allOrNothing(
        claims: Bool = true, overlap: Int = 1, _ more: (Prepared) async throws -> Void = { _ in },
        _ act: (Prepared) async throws -> Void
    ) async throws {
        var prepared: Prepared?
        var before: [String] = []
        let statements = try await FaultyDatabase.failEverywhere(on: .sqlite) { database in
            let made = try await Self.prepare(database, claims: claims, overlap: overlap)
            try await more(made)
            prepared = made
            before = try await Self.dump(database)
        } act: { _ in
            try await act(try #require(prepared))
        } check: { database, failed in
            let after = try await Self.dump(database)
            #expect((after == before) == failed)
        }
        #expect(statements >= 5)
    }

    private func task(_ prepared: Prepared) throws -> TaskPayload { try #require(prepared.task) }

    @Test func `creating a project`() async throws {
        try await allOrNothing { prepared in
            var body = TestWorld.body
            body.name = "Another"
            _ = try await CreateProject(prepared.world.services).run(
                .init(body: body, onceKey: "key"), as: prepared.world.administrator)
        }
    }

    @Test func `changing settings and guidelines`() async throws {
        try await allOrNothing { prepared in
            _ = try await UpdateProject(prepared.world.services).run(
                .init(project: prepared.project.slug, version: 1, body: .init(settings: ["overlap": 2])),
                as: prepared.world.administrator)
        }
        try await allOrNothing { prepared in
            _ = try await SetGuideline(prepared.world.services).run(
                .init(project: prepared.project.slug, markdown: "New."), as: prepared.world.administrator)
        }
    }

    @Test func `claiming a task, also when an old lease ends on the way`() async throws {
        try await allOrNothing(claims: false) { prepared in
            _ = try await ClaimTask(prepared.world.services).run(
                .init(project: prepared.project.slug, claimKey: "k"), as: prepared.ann)
        }
        try await allOrNothing {
            $0.world.clock.move(seconds: 601)
        } _: { prepared in
            _ = try await ClaimTask(prepared.world.services).run(
                .init(project: prepared.project.slug), as: prepared.ann)
        }
    }

    @Test func `answering, taking back, giving back, staying`() async throws {
        try await allOrNothing { prepared in
            _ = try await SubmitAnnotation(prepared.world.services).run(
                .init(task: try task(prepared).id, body: .init(value: "yes")), as: prepared.ann)
        }
        try await allOrNothing { prepared in
            _ = try await SubmitAnnotation(prepared.world.services).run(
                .init(task: try task(prepared).id, body: .init(value: "yes")), as: prepared.ann)
        } _: { prepared in
            _ = try await UndoAnnotation(prepared.world.services).run(
                .init(task: try task(prepared).id), as: prepared.ann)
        }
        try await allOrNothing { prepared in
            _ = try await ReleaseTask(prepared.world.services).run(.init(task: try task(prepared).id), as: prepared.ann)
        }
        try await allOrNothing {
            $0.world.clock.move(seconds: 5)
        } _: { prepared in
            _ = try await HeartbeatTask(prepared.world.services).run(
                .init(task: try task(prepared).id), as: prepared.ann)
        }
    }

    @Test func `ending leases and settling`() async throws {
        try await allOrNothing {
            $0.world.clock.move(seconds: 601)
        } _: { prepared in
            _ = try await ExpireLeases(prepared.world.services).run(.init(), as: .system(in: prepared.world.workspace))
        }
        let answer: (Prepared) async throws -> Void = { prepared in
            _ = try await SubmitAnnotation(prepared.world.services).run(
                .init(task: try task(prepared).id, body: .init(value: "yes")), as: prepared.ann)
            prepared.world.clock.move(seconds: 30)
        }
        try await allOrNothing(answer) { prepared in try await prepared.world.settle() }
        let unsure: (Prepared) async throws -> Void = { prepared in
            _ = try await SubmitAnnotation(prepared.world.services).run(
                .init(task: try task(prepared).id, body: .init(value: nil, unsure: true)), as: prepared.ann)
            prepared.world.clock.move(seconds: 30)
        }
        try await allOrNothing(unsure) { prepared in try await prepared.world.settle() }
    }

    @Test func `reviewing and setting known answers`() async throws {
        var bob: Actor?
        try await allOrNothing(claims: false) { prepared in
            let ann = prepared.ann
            try await prepared.world.answerNext("yes", in: prepared.project, as: ann)
            prepared.world.clock.move(seconds: 30)
            try await prepared.world.settle()
            let other = try await prepared.world.person("Bob", [.expert], in: prepared.project.id)
            let review = try await ClaimTask(prepared.world.services).run(
                .init(project: prepared.project.slug), as: other)
            #expect(review?.kind == .review)
            bob = other
        } _: { prepared in
            let held = try await prepared.world.database.read { tx in
                try tx.row("SELECT task_id FROM lease WHERE ended_at IS NULL")?.text("task_id")
            }
            _ = try await SubmitReview(prepared.world.services).run(
                .init(task: TaskID(rawValue: held ?? ""), body: .init(decision: .correct, value: "no")),
                as: try #require(bob))
        }
        try await allOrNothing { prepared in
            _ = try await SetGold(prepared.world.services).run(
                .init(
                    project: prepared.project.slug, body: .init(items: [.init(item: "i1", value: "yes")]),
                    onceKey: "gold"), as: prepared.world.administrator)
        }
    }

    @Test func `an import that fails anywhere ends right when it is sent again`() async throws {
        var prepared: Prepared?
        let text = "id,amount\nx,1\ny,bad\nz,3\n"
        let send: (Prepared) async throws -> ImportView = { prepared in
            try await ImportItems(prepared.world.services).run(
                .init(project: prepared.project.slug, name: "again", format: .csv, bytes: Array(text.utf8)),
                as: prepared.world.administrator)
        }
        try await FaultyDatabase.failEverywhere(on: .sqlite) { database in
            prepared = try await Self.prepare(database, claims: false)
        } act: { _ in
            _ = try await send(try #require(prepared))
        } check: { database, _ in
            let made = try #require(prepared)
            let done = try await send(made)
            #expect(done.added == 2 && done.rejected == 1 && done.repeated == 0 && done.state == .done)
            #expect(try await made.world.count("SELECT count(*) AS n FROM item") == 5)
            #expect(try await made.world.count("SELECT count(*) AS n FROM task") == 5)
            #expect(try await made.world.count("SELECT value AS n FROM counter WHERE name = 'items'") == 5)
            let events = try await made.world.count("SELECT count(*) AS n FROM event WHERE kind = 'items.imported'")
            #expect(events == 2)
        }
    }
}
