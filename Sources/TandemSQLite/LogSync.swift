import Foundation
import Synchronization
import TandemStore

/// Makes commits durable on a thread of its own while the writer goes on with the next, and tells then.
///
/// A commit is *begun*, *handed over* when SQLite has done it, and *durable* when a sync that started after that has
/// ended. Nobody is told of it earlier: neither the callers whose transactions it holds nor a reader that may have seen
/// it. One sync serves all commits handed over before it starts. When a sync fails, what it should have made durable
/// may be lost for good (the kernel does not keep it for another try): everybody is refused from then on.
// because every stored value but the atomic one is touched only while the condition is locked
final class LogSync: @unchecked Sendable {
    typealias Told = @Sendable ((any Error)?) -> Void

    private let syncLog: @Sendable () throws -> Void
    private let condition = NSCondition()
    private var begun = 0
    private var handed = 0
    private var durable = 0
    private var waiting: [(commit: Int, tell: Told)] = []
    private var failure: (any Error)?
    private var isClosed = false
    private let busy = Atomic<Bool>(false)

    /// - Parameter syncLog: makes durable what was committed so far; called from any thread.
    init(_ syncLog: @escaping @Sendable () throws -> Void) { self.syncLog = syncLog }

    /// Whether a commit is on its way to the disk.
    var isBusy: Bool { busy.load(ordering: .acquiring) }

    /// Said by the writer before it begins anything.
    /// - Throws: `StoreError` after a sync has failed.
    func check() throws {
        try locked { if let failure { throw failure } }
    }

    /// Runs a COMMIT that does not sync, and has it synced whatever came of it: it may have been done and failed after
    /// that.
    func commit(_ run: () throws -> Void) throws {
        locked { begun += 1 }
        do { try run() } catch {
            handOver()
            wake()  // nobody will ask for it
            throw error
        }
        handOver()
    }

    /// Syncs on the thread of the caller: a lone commit need not wait for another thread.
    func syncHere() {
        let target = locked { handed }
        finish(target, Result { try syncLog() })
    }

    /// Calls `tell` when everything that may be seen now is durable, on whatever thread that is, or with why not.
    func whenDurable(_ tell: @escaping Told) {
        let outcome: Result<Bool, any Error> = locked {
            if let failure { return .failure(failure) }
            if durable < begun { waiting.append((begun, tell)) }
            return .success(durable == begun)
        }
        switch outcome {
        case .success(true): tell(nil)
        case .success(false): break
        case .failure(let failure): tell(failure)
        }
    }

    /// Has the thread sync what was handed over.
    func wake() {
        locked { condition.signal() }
    }

    /// Serves until it is closed and everything is durable; `idle` is called each time when nothing is on its way.
    func serve(idle: () -> Void) {
        while let target = next() {
            let outcome = Result { try syncLog() }
            finish(target, outcome, beforeTelling: idle)
        }
    }

    /// Ends `serve` once everything is durable.
    func close() {
        locked {
            isClosed = true
            condition.signal()
        }
    }

    private func handOver() {
        locked {
            handed = begun
            busy.store(true, ordering: .releasing)
        }
    }

    private func next() -> Int? {
        locked {
            while handed == durable, !isClosed { condition.wait() }
            return handed == durable ? nil : handed
        }
    }

    private func finish(_ target: Int, _ outcome: Result<Void, any Error>, beforeTelling: () -> Void = {}) {
        var told: [Told] = []
        let failed: (any Error)? = locked {
            if case .failure(let error) = outcome, failure == nil { failure = error }
            durable = max(durable, target)
            busy.store(handed > durable, ordering: .releasing)
            let isTold = waiting.partition { $0.commit <= durable }
            told = waiting[isTold...].map(\.tell)
            waiting.removeSubrange(isTold...)
            return failure
        }
        beforeTelling()
        for tell in told { tell(failed) }
    }

    private func locked<Value>(_ body: () throws -> Value) rethrows -> Value {
        condition.lock()
        defer { condition.unlock() }
        return try body()
    }
}
