import Foundation

/// Work that waits, in order, for the threads of a driver, which may block; the cooperative pool never does.
// because every stored value is touched only while the condition is locked
package final class JobQueue<Job: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private var jobs: [Job?] = []
    private var first = 0
    private var closed = false

    package init() {}

    /// Appends a job; false when the queue is closed and the job was not taken.
    package func add(_ job: Job) -> Bool {
        condition.lock()
        defer { condition.unlock() }
        if closed { return false }
        jobs.append(job)
        condition.signal()
        return true
    }

    /// The next job, waiting for one; nil once the queue is closed and empty.
    package func next() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while first == jobs.count, !closed { condition.wait() }
        return take()
    }

    /// The next job if one waits already, or comes while there is a reason to wait; `nudge` has the reason asked again.
    package func next(while isWorthWaiting: () -> Bool) -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while first == jobs.count, !closed, isWorthWaiting() { condition.wait() }
        return take()
    }

    /// Wakes whoever waits for a job and a reason.
    package func nudge() {
        condition.lock()
        defer { condition.unlock() }
        condition.signal()
    }

    /// Whether no job waits.
    package var isEmpty: Bool {
        condition.lock()
        defer { condition.unlock() }
        return first == jobs.count
    }

    /// The next job if one waits already.
    package func nextIfAny() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        return take()
    }

    /// Takes no more jobs; those that wait are still handed out.
    package func close() {
        condition.lock()
        defer { condition.unlock() }
        closed = true
        condition.broadcast()
    }

    private func take() -> Job? {
        guard first < jobs.count else { return nil }
        let job = jobs[first]
        jobs[first] = nil
        first += 1
        if first == jobs.count {
            jobs.removeAll(keepingCapacity: true)
            first = 0
        }
        return job
    }
}
