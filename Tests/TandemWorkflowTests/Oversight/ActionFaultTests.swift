import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// Fails at every statement of what changes decisions and tasks late: nothing may be half done.
struct ActionFaultTests {
    private struct Prepared: Sendable {
        let world: TestWorld
        let project: ProjectView
        let program: Actor
        let eve: Actor
        var task: TaskPayload?
    }

    private static func dump(_ database: any Database) async throws -> [String] {
        let tables: [SQL] = [
            "SELECT * FROM counter", "SELECT * FROM item", "SELECT * FROM task", "SELECT * FROM worker_progress",
            "SELECT * FROM lease", "SELECT * FROM annotation", "SELECT * FROM resolution", "SELECT * FROM decision",
            "SELECT * FROM outbox", "SELECT * FROM webhook_secret", "SELECT * FROM event", "SELECT * FROM chain_head",
        ]
        return try await database.read { tx in
            try tables.flatMap { table in try tx.rows(table).map { "\($0.values)" }.sorted() }
        }
    }

    private static func prepare(_ database: any Database) async throws -> Prepared {
        let world = try await TestWorld(on: database)
        let project = try await world.project {
            $0.undoSeconds = 0
            $0.blindShare = 0
        }
        return Prepared(
            world: world, project: project, program: try await world.person("Shop", [.program], in: project.id),
            eve: try await world.person("Eve", [.expert, .annotator], in: project.id))
    }

    private static func propose(_ prepared: Prepared, withAction: Bool) async throws {
        let body = LiveCase(
            item: ["id": "a", "amount": 1],
            action: withAction ? .init(name: "refund", arguments: ["amount": 120]) : nil,
            callback: "https://agent.example/hook")
        _ = try await TakeDecision(prepared.world.services).run(
            .init(project: prepared.project.slug, body: body), as: prepared.program)
    }

    private static func claim(_ prepared: inout Prepared) async throws {
        prepared.task = try await ClaimTask(prepared.world.services).run(
            .init(project: prepared.project.slug), as: prepared.eve)
    }

    private func allOrNothing(
        _ before: (inout Prepared) async throws -> Void = { _ in }, _ act: (Prepared) async throws -> Void
    ) async throws {
        var prepared: Prepared?
        var was: [String] = []
        let statements = try await FaultyDatabase.failEverywhere(on: .sqlite) { database in
            var made = try await Self.prepare(database)
            try await before(&made)
            prepared = made
            was = try await Self.dump(database)
        } act: { _ in
            try await act(try #require(prepared))
        } check: { database, failed in
            let now = try await Self.dump(database)
            #expect((now == was) == failed)
        }
        #expect(statements >= 5)
    }

    @Test func `proposing an action`() async throws {
        try await allOrNothing { prepared in try await Self.propose(prepared, withAction: true) }
    }

    @Test func `answering an action`() async throws {
        try await allOrNothing { prepared in
            try await Self.propose(prepared, withAction: true)
            try await Self.claim(&prepared)
        } _: { prepared in
            let task = try #require(prepared.task)
            let body = DecideAction.Body(
                fence: task.fence, verdict: .edit, seenHash: task.action?.hash ?? "", arguments: ["amount": 60])
            _ = try await DecideAction(prepared.world.services).run(.init(task: task.id, body: body), as: prepared.eve)
        }
    }

    @Test func `skipping a task`() async throws {
        try await allOrNothing { prepared in
            try await Self.propose(prepared, withAction: true)
            try await Self.claim(&prepared)
        } _: { prepared in
            let task = try #require(prepared.task)
            _ = try await ReleaseTask(prepared.world.services).run(.init(task: task.id, skip: true), as: prepared.eve)
        }
    }

    @Test func `correcting the answer of a closed decision`() async throws {
        try await allOrNothing { prepared in
            try await Self.propose(prepared, withAction: false)
            try await Self.claim(&prepared)
            let task = try #require(prepared.task)
            _ = try await SubmitAnnotation(prepared.world.services).run(
                .init(task: task.id, body: .init(fence: task.fence, value: "no")), as: prepared.eve)
        } _: { prepared in
            let task = try #require(prepared.task)
            let made = try await CorrectAnnotation(prepared.world.services).run(
                .init(task: task.id, body: .init(value: "yes")), as: prepared.eve)
            #expect(made.item == "resolved")
        }
    }
}
