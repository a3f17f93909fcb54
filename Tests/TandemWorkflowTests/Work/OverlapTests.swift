import TandemLedger
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWork
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

struct OverlapTests {
    @Test(arguments: TestDatabases.engines)
    func `two hundred people answer ten thousand tasks of overlap three exactly thirty thousand times`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            let project = try await world.project { $0.overlap = 3 }
            try await world.importItems(10_000, into: project)
            let given = try await Self.work(in: project, people: 200, world)
            #expect(given == 30_000)
            #expect(try await world.count("SELECT count(*) AS n FROM annotation WHERE state = 'counted'") == 30_000)
            #expect(
                try await world.count(
                    "SELECT count(*) AS n FROM (SELECT DISTINCT task_id, worker_id FROM annotation) AS pairs") == 30_000
            )
            #expect(try await world.count("SELECT count(*) AS n FROM task WHERE answers <> 3 OR leases <> 0") == 0)
            #expect(try await world.count("SELECT count(*) AS n FROM lease WHERE ended_at IS NULL") == 0)
            #expect(
                try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'annotation.submitted'") == 30_000)
        }
    }

    @Test func `leases of people who walked away come back and every task is still answered in full`() async throws {
        try await TestWorld.with { world in
            let project = try await world.project { $0.overlap = 3 }
            try await world.importItems(300, into: project)
            for number in 0..<40 {
                let quitter = try await world.person("Q\(number)", [.annotator], in: project.id)
                for key in ["one", "two", "three"] {
                    _ = try await ClaimTask(world.services).run(
                        .init(project: project.slug, claimKey: key), as: quitter)
                }
            }
            #expect(try await world.count("SELECT count(*) AS n FROM lease WHERE ended_at IS NULL") == 80)
            #expect(try await Self.work(in: project, people: 20, world) == 820)
            world.clock.move(seconds: 601)
            let expired = try await ExpireLeases(world.services).run(.init(), as: .system(in: world.workspace))
            #expect(expired.expired == 80)
            #expect(try await Self.work(in: project, people: 3, world) == 80)
            #expect(try await world.count("SELECT count(*) AS n FROM task WHERE answers = 3 AND leases = 0") == 300)
        }
    }

    /// Lets people work until nothing is left for any of them; returns how many answers counted.
    private static func work(in project: ProjectView, people: Int, _ world: TestWorld) async throws -> Int {
        var actors: [Actor] = []
        for number in 0..<people {
            actors.append(try await world.person("P\(number)", [.annotator], in: project.id))
        }
        return try await withThrowingTaskGroup(of: Int.self) { group in
            for actor in actors {
                group.addTask {
                    var tasks: Set<TaskID> = []
                    while let given = try await world.answerNext("yes", in: project, as: actor) {
                        #expect(given.state == .counted)
                        #expect(tasks.insert(given.task).inserted, "nobody is handed a task twice")
                    }
                    return tasks.count
                }
            }
            return try await group.reduce(0, +)
        }
    }
}
