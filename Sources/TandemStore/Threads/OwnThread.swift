import Foundation

/// Runs long or blocking work on a thread of its own, so that the cooperative pool stays free to answer.
package enum OwnThread {
    /// Runs `body` on a new thread and waits for it without blocking; cancellation of the caller does not reach it.
    /// - Parameters:
    ///   - name: what a debugger shows.
    ///   - body: synchronous work; tree learners recurse, so the stack has 8 MB.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws.
    package static func run<T: Sendable>(
        _ name: String, _ body: @escaping @Sendable () throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let thread = Thread { continuation.resume(with: Result { try body() }) }
            thread.name = name
            thread.stackSize = 8 << 20
            thread.start()
        }
    }
}
