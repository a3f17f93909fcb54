import Synchronization
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import TandemWorkflow
import TandemWorkflowTestSupport
import Testing

/// A job that waits until it is let go, and writes one row when it ends.
private final class GatedHandler: JobHandler {
    let kind = "gated"
    private let state = Mutex<(started: Int, isOpen: Bool)>((0, false))

    var started: Int { state.withLock { $0.started } }
    func open() { state.withLock { $0.isOpen = true } }

    func run(_ job: Job, _ signal: JobSignal, _ services: Services) async throws -> JobResult {
        state.withLock { $0.started += 1 }
        while !state.withLock({ $0.isOpen }) {
            try signal.check()
            await Task.yield()
        }
        return JobResult { tx in
            try tx.run(
                "INSERT INTO counter (project_id, name, value) VALUES ('prj_1', \(job.id), 1)")
            return JobResult.Written(output: ["ok": true])
        }
    }
}

@Suite struct JobRunnerTests {
    private func queue(_ world: TestWorld, _ count: Int = 1) async throws -> [JobID] {
        let now = world.clock.now
        let jobs = (0..<count).map { _ in
            NewJob(
                id: world.services.random.id(at: now), workspace: world.workspace, project: nil, kind: "gated",
                input: [:], seed: 1, createdBy: "tandem", createdAt: now)
        }
        try await world.database.write { tx in for job in jobs { try JobStore.insert(job, in: tx) } }
        return jobs.map(\.id)
    }

    private func job(_ world: TestWorld, _ id: JobID) async throws -> Job {
        try #require(try await world.database.read { tx in try JobStore.find(id, in: world.workspace, tx) })
    }

    private func waitUntil(_ holds: () async throws -> Bool) async throws {
        while try await !holds() { await Task.yield() }
    }

    private func ends(_ world: TestWorld) async throws -> Int {
        try await world.count("SELECT count(*) AS n FROM event WHERE kind = 'job.ended'")
    }

    @Test(arguments: TestDatabases.engines)
    func `when a server dies another takes the job over and nothing happens twice`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            let id = try await queue(world)[0]
            let (slow, quick) = (GatedHandler(), GatedHandler())
            let dying = JobRunner(world.services, handlers: [slow])
            let other = JobRunner(world.services, handlers: [quick])
            try await dying.tick()
            try await waitUntil { slow.started == 1 }
            #expect(try await other.tick() == 0, "the lease holds")
            world.clock.move(seconds: JobRules.leaseSeconds)
            quick.open()
            try await other.runWaiting()
            #expect(try await job(world, id).state == .done)
            #expect(try await job(world, id).attempts == 2)
            slow.open()
            try await waitUntil { dying.running.isEmpty }
            #expect(try await world.count("SELECT count(*) AS n FROM counter") == 1)
            #expect(try await ends(world) == 1)
        }
    }

    @Test func `a heartbeat keeps the lease and writes progress down`() async throws {
        try await TestWorld.with { world in
            let id = try await queue(world)[0]
            let handler = GatedHandler()
            let runner = JobRunner(world.services, handlers: [handler])
            let other = JobRunner(world.services, handlers: [handler])
            try await runner.tick()
            for _ in 0..<5 {
                world.clock.move(seconds: JobRules.leaseSeconds - 1)
                try await runner.tick()
                #expect(try await other.tick() == 0)
            }
            handler.open()
            try await runner.runWaiting()
            #expect(try await job(world, id).attempts == 1)
            #expect(try await job(world, id).state == .done)
        }
    }

    @Test func `a clock that jumps ahead costs the lease but not the job`() async throws {
        try await TestWorld.with { world in
            let id = try await queue(world)[0]
            let handler = GatedHandler()
            let runner = JobRunner(world.services, handlers: [handler])
            try await runner.tick()
            world.clock.move(seconds: -3_600)
            try await runner.tick()
            world.clock.move(seconds: 7_200)
            try await runner.tick()
            handler.open()
            try await runner.runWaiting()
            #expect(try await job(world, id).state == .done)
            #expect(try await ends(world) == 1)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a canceled job stops and leaves nothing, whether it runs or waits`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            let ids = try await queue(world, 2)
            let handler = GatedHandler()
            let runner = JobRunner(world.services, handlers: [handler])
            try await runner.tick()
            try await waitUntil { handler.started == 1 }
            let root = world.administrator
            for id in ids { _ = try await CancelJob(world.services).run(id, as: root) }
            #expect(try await job(world, ids[1]).state == .canceled, "nobody worked on it")
            #expect(try await GetJob(world.services).run(ids[0], as: root).isCanceling)
            try await runner.tick()
            try await waitUntil { runner.running.isEmpty }
            #expect(try await job(world, ids[0]).state == .canceled)
            #expect(try await world.count("SELECT count(*) AS n FROM counter") == 0)
            #expect(try await ends(world) == 2)
            await #expect(throws: Problem.self) { _ = try await CancelJob(world.services).run(ids[0], as: root) }
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a server that goes down gives its lease back at once`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            let id = try await queue(world)[0]
            let handler = GatedHandler()
            let runner = JobRunner(world.services, handlers: [handler])
            try await runner.tick()
            await runner.shutDown()
            #expect(try await job(world, id).state == .queued)
            #expect(try await job(world, id).owner == nil)
            #expect(try await runner.tick() == 0, "it takes nothing more")
            handler.open()
            try await JobRunner(world.services, handlers: [handler]).runWaiting()
            #expect(try await job(world, id).state == .done)
        }
    }

    @Test func `a job that no server survives ends as failed`() async throws {
        try await TestWorld.with { world in
            let id = try await queue(world)[0]
            for _ in 0..<JobRules.mostAttempts {
                let now = world.clock.now
                _ = try await world.database.write { tx in
                    try JobStore.take(kinds: ["gated"], owner: "dies", now: now, until: now.adding(seconds: 1), in: tx)
                }
                world.clock.move(seconds: 2)
            }
            let handler = GatedHandler()
            handler.open()
            try await JobRunner(world.services, handlers: [handler]).runWaiting()
            #expect(try await job(world, id).state == .failed)
            #expect(try await job(world, id).problem?["code"] == "gave_up")
            #expect(handler.started == 0)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `eight servers do forty jobs once each`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestWorld.with(engine) { world in
            _ = try await queue(world, 40)
            let handler = GatedHandler()
            handler.open()
            let runners = (0..<8).map { _ in JobRunner(world.services, handlers: [handler], room: 2) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for runner in runners { group.addTask { try await runner.runWaiting() } }
                try await group.waitForAll()
            }
            #expect(handler.started == 40)
            #expect(try await world.count("SELECT count(*) AS n FROM counter") == 40)
            #expect(try await ends(world) == 40)
        }
    }

    @Test func `others learn nothing of a job`() async throws {
        try await TestWorld.with { world in
            let id = try await queue(world)[0]
            let stranger = Actor(
                account: nil, worker: WorkerID(rawValue: "wrk_x"), workspace: WorkspaceID(rawValue: "wsp_x"), name: "X",
                isAdministrator: true, roles: [:])
            await #expect {
                _ = try await GetJob(world.services).run(id, as: stranger)
            } throws: { ($0 as? Problem)?.code == "no_such_job" }
            await #expect {
                _ = try await CancelJob(world.services).run(id, as: stranger)
            } throws: { ($0 as? Problem)?.code == "no_such_job" }
        }
    }
}
