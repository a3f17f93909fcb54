import Synchronization

/// Hands hints to everyone in this process who listens.
package final class HintFan: Sendable {
    private struct State {
        var listeners: [Int: AsyncStream<String>.Continuation] = [:]
        var next = 0
        var closed = false
    }

    private let state = Mutex(State())

    package init() {}

    /// A stream of hints from now on; a listener that lags behind 1,024 of them loses the oldest.
    package func listen() -> AsyncStream<String> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1_024)) { continuation in
            let id: Int? = state.withLock { state in
                if state.closed { return nil }
                state.next += 1
                state.listeners[state.next] = continuation
                return state.next
            }
            guard let id else { return continuation.finish() }
            continuation.onTermination = { [weak self] _ in
                _ = self?.state.withLock { $0.listeners.removeValue(forKey: id) }
            }
        }
    }

    /// Sends each topic once to every listener.
    package func send(_ topics: some Collection<String>) {
        if topics.isEmpty { return }
        for listener in state.withLock({ Array($0.listeners.values) }) {
            for topic in topics { listener.yield(topic) }
        }
    }

    /// Ends every stream.
    package func close() {
        let listeners = state.withLock { state in
            state.closed = true
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }
}
