import Synchronization

/// Lets callers wait until a number of threads have ended.
package final class Latch: Sendable {
    private struct State {
        var running: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    package init(_ running: Int) { state = Mutex(State(running: running)) }

    /// Said by each thread when it ends.
    package func leave() {
        let freed = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.running -= 1
            if state.running > 0 { return [] }
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in freed { continuation.resume() }
    }

    /// Returns when the last thread has ended.
    package func wait() async {
        await withCheckedContinuation { continuation in
            let over = state.withLock { state in
                if state.running <= 0 { return true }
                state.waiting.append(continuation)
                return false
            }
            if over { continuation.resume() }
        }
    }
}
