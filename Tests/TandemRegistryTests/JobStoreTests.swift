import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemTestSupport
import Testing

struct JobStoreTests {
    private let workspace = WorkspaceID(rawValue: "wsp_1")

    private func job(_ id: String, at time: Int = 0) -> NewJob {
        NewJob(
            id: JobID(rawValue: id), workspace: workspace, project: ProjectID(rawValue: "prj_1"), kind: "train",
            input: ["x": 1], seed: .max, createdBy: "wrk_1", createdAt: Instant(milliseconds: time))
    }

    private func take(_ owner: String, at time: Int, in database: any Database) async throws -> Job? {
        try await database.write { tx in
            try JobStore.take(
                kinds: ["train"], owner: owner, now: Instant(milliseconds: time),
                until: Instant(milliseconds: time + 1_000), in: tx)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `the oldest free job is taken once, with all that was stored`(_ engine: Dialect.Engine) async throws {
        try await TestDatabases.with(engine) { database in
            let jobs = [job("job_b", at: 2), job("job_a", at: 1)]
            try await database.write { tx in for job in jobs { try JobStore.insert(job, in: tx) } }
            let first = try await take("a", at: 10, in: database)
            #expect(first?.id.rawValue == "job_a")
            #expect(first?.state == .running)
            #expect(first?.seed == .max)
            #expect(first?.input == ["x": 1])
            #expect(try await take("b", at: 10, in: database)?.id.rawValue == "job_b")
            #expect(try await take("c", at: 10, in: database) == nil)
        }
    }

    @Test(arguments: TestDatabases.engines)
    func `a lease that ran out is taken over and the first owner can write nothing more`(
        _ engine: Dialect.Engine
    ) async throws {
        try await TestDatabases.with(engine) { database in
            let new = job("job_a")
            try await database.write { tx in try JobStore.insert(new, in: tx) }
            let first = try #require(try await take("a", at: 0, in: database))
            #expect(try await take("b", at: 999, in: database) == nil)
            let second = try #require(try await take("b", at: 1_000, in: database))
            #expect(second.attempts == 2)
            let stale = JobLease(job: first.id, owner: "a", attempt: first.attempts)
            let held = JobLease(job: second.id, owner: "b", attempt: second.attempts)
            let until = Instant(milliseconds: 5_000)
            try await database.write { tx in
                #expect(try JobStore.renew(stale, until: until, progress: 0.5, message: nil, in: tx) == .lost)
                #expect(try !JobStore.end(stale, as: .done, at: until, in: tx))
                try JobStore.giveBack(stale, in: tx)
                #expect(try JobStore.renew(held, until: until, progress: 0.5, message: "m", in: tx) == .held(nil))
                try JobStore.ask(.cancel, of: held.job, in: tx)
                #expect(try JobStore.renew(held, until: until, progress: 0.6, message: "m", in: tx) == .held(.cancel))
                #expect(try JobStore.end(held, as: .done, output: ["y": 2], at: until, in: tx))
                #expect(try !JobStore.end(held, as: .failed, at: until, in: tx))
            }
            let ended = try await database.read { tx in try JobStore.find(held.job, in: workspace, tx) }
            #expect(ended?.state == .done)
            #expect(ended?.output == ["y": 2])
            #expect(ended?.progress == 1)
            #expect(try await database.read { tx in try JobStore.waiting(tx) } == [:])
        }
    }

    @Test func `a job given back is free at once and its fence rises with each attempt`() async throws {
        try await TestDatabases.with { database in
            let new = job("job_a")
            try await database.write { tx in try JobStore.insert(new, in: tx) }
            for attempt in 1...3 {
                let taken = try #require(try await take("a", at: 0, in: database))
                #expect(taken.attempts == attempt)
                let lease = JobLease(job: taken.id, owner: "a", attempt: attempt)
                try await database.write { tx in try JobStore.giveBack(lease, in: tx) }
            }
        }
    }

    @Test func `a job of another workspace is not found`() async throws {
        try await TestDatabases.with { database in
            let new = job("job_a")
            try await database.write { tx in try JobStore.insert(new, in: tx) }
            let found = try await database.read { tx in
                try JobStore.find(new.id, in: WorkspaceID(rawValue: "wsp_2"), tx)
            }
            #expect(found == nil)
        }
    }

    @Test func `the rules let nothing follow an end`() {
        for state in JobState.allCases {
            #expect(JobRules.followers(of: state).isEmpty == state.isFinal)
            let free = JobRules.isFree(
                state: state, leaseUntil: Instant(milliseconds: 5), now: Instant(milliseconds: 5))
            #expect(free == !state.isFinal)
        }
        #expect(
            !JobRules.isFree(state: .running, leaseUntil: Instant(milliseconds: 6), now: Instant(milliseconds: 5)))
    }
}
