import TandemStore

/// Hands the database's hints on to whoever watches a topic: one listener for the server, many browsers.
public actor LiveHub {
    private var watchers: [Int: (topic: String, continuation: AsyncStream<Void>.Continuation)] = [:]
    private var next = 0
    private var isOver = false

    /// A hub nobody watches yet.
    public init() {}

    /// Passes hints on until the database closes or the task is canceled; then ends every stream.
    public func run(_ hints: AsyncStream<String>) async {
        for await topic in hints {
            for watcher in watchers.values where watcher.topic == topic { watcher.continuation.yield() }
        }
        endAll()
    }

    /// Ends every stream: browsers come back by themselves, to another server if this one is going.
    public func endAll() {
        isOver = true
        for watcher in watchers.values { watcher.continuation.finish() }
        watchers = [:]
    }

    /// A beat for each change of a topic.
    ///
    /// Several in quick succession may be one; there is none once the hub has ended.
    public func watch(_ topic: String) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        guard !isOver else {
            continuation.finish()
            return stream
        }
        let number = next
        next += 1
        watchers[number] = (topic, continuation)
        continuation.onTermination = { [weak self] _ in
            Task { await self?.forget(number) }
        }
        return stream
    }

    private func forget(_ number: Int) {
        watchers[number] = nil
    }
}
