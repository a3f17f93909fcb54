import Logging
import Synchronization
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular

/// Does the jobs that wait in the database, one after another, beside any number of other servers.
///
/// `tick` is called about once a second: it renews the leases of what runs here, writes down progress, hears what was
/// asked meanwhile, and takes the next job when there is room. A server that dies loses its leases, and another starts
/// the job again; the result counts only in a transaction that still holds the lease.
public final class JobRunner: Sendable {
    struct Running: Sendable {
        let lease: JobLease
        let signal: JobSignal
        let task: Task<Void, Never>
    }
    struct State {
        var running: [JobID: Running] = [:]
        var isClosed = false
    }

    let services: Services
    let handlers: [String: any JobHandler]
    let owner: String
    private let room: Int
    private let state = Mutex(State())

    /// A runner.
    /// - Parameters:
    ///   - services: the services of the house.
    ///   - handlers: one for each kind of job that is done here.
    ///   - room: how many jobs run here at once.
    public init(_ services: Services, handlers: [any JobHandler] = JobRunner.builtIn, room: Int = 1) {
        self.services = services
        self.handlers = Dictionary(handlers.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        self.room = max(1, room)
        owner = "srv_" + BlobHash.hex(services.random.bytes(8))
    }

    /// Keeps what runs here alive and starts what waits.
    /// - Returns: how many jobs were started.
    /// - Throws: `StoreError` when the database is away; the next tick tries again.
    @discardableResult
    public func tick() async throws -> Int {
        try await renewLeases()
        var started = 0
        while hasRoom, let job = try await take() {
            if start(job) { started += 1 }
        }
        return started
    }

    /// Does everything that waits and returns when nothing does; for the command line, the demo and tests.
    /// - Throws: `StoreError` when the database is away.
    public func runWaiting() async throws {
        while true {
            try await tick()
            let running = state.withLock { Array($0.running.values) }
            if running.isEmpty { return }
            for job in running { await job.task.value }
        }
    }

    /// Stops what runs here, gives the leases back, and takes nothing more.
    public func shutDown() async {
        let running = state.withLock { state in
            state.isClosed = true
            return Array(state.running.values)
        }
        for job in running { job.signal.stop(.shutdown) }
        for job in running { await job.task.value }
    }

    /// The jobs that run here.
    public var running: [JobID] { state.withLock { Array($0.running.keys) } }

    private var hasRoom: Bool { state.withLock { !$0.isClosed && $0.running.count < room } }

    private func renewLeases() async throws {
        let running = state.withLock { Array($0.running.values) }
        guard !running.isEmpty else { return }
        let until = services.clock.now.adding(seconds: JobRules.leaseSeconds)
        let renewals = try await services.database.write { tx in
            try running.map { job in
                let said = job.signal.said
                return try JobStore.renew(
                    job.lease, until: until, progress: said.progress, message: said.message, in: tx)
            }
        }
        for (job, renewal) in zip(running, renewals) {
            switch renewal {
            case .held(.cancel): job.signal.stop(.canceled)
            case .held(nil): continue
            // A job that has just ended is lost too; stopping it does nothing.
            case .lost: job.signal.stop(.leaseLost)
            }
        }
    }

    private func take() async throws -> Job? {
        let (services, owner, kinds) = (services, owner, handlers.keys.sorted())
        let now = services.clock.now
        let waits = try await services.database.read { tx in
            try JobStore.isAnyFree(kinds: kinds, now: now, tx)
        }
        guard waits else { return nil }
        return try await services.database.write { tx in
            let until = now.adding(seconds: JobRules.leaseSeconds)
            guard let job = try JobStore.take(kinds: kinds, owner: owner, now: now, until: until, in: tx) else {
                return nil
            }
            let facts: [String: JSONValue] = [
                "job": .string(job.id.rawValue), "kind": .string(job.kind), "attempt": JSONValue(job.attempts),
                "wait_ms": JSONValue(now.since(job.createdAt)),
            ]
            try services.ledger.append(
                [EventDraft(.jobStarted, of: job, subject: job.id.rawValue, facts: facts)], in: tx)
            return job
        }
    }

    private func start(_ job: Job) -> Bool {
        let signal = JobSignal()
        let lease = JobLease(job: job.id, owner: owner, attempt: job.attempts)
        if job.control == .cancel { signal.stop(.canceled) }
        return state.withLock { state in
            if state.isClosed { signal.stop(.shutdown) }
            // The task cannot leave `running` before it entered: leaving needs this lock.
            let task = Task {
                await self.work(job, lease, signal)
                self.state.withLock { _ = $0.running.removeValue(forKey: job.id) }
            }
            state.running[job.id] = Running(lease: lease, signal: signal, task: task)
            return true
        }
    }
}
