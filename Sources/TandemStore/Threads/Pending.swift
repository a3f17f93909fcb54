/// A caller's transaction that waits for a thread of a driver, and the caller that waits for its outcome.
// because after it was queued only the thread that took it touches it
package class Pending<Transaction>: @unchecked Sendable {
    fileprivate init() {}

    /// Runs the caller's body and keeps what it returned; may be called again after a rollback.
    package func attempt(_ transaction: Transaction) throws {}

    /// Answers the caller, once: with the failure, or else with what the last attempt returned.
    package func reply(_ failure: (any Error)?) {}
}

/// `Pending` with the type of its answer.
// because after it was queued only the thread that took it touches it
final class PendingCall<Transaction, Value: Sendable>: Pending<Transaction>, @unchecked Sendable {
    private let body: @Sendable (Transaction) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private var value: Value?

    init(
        _ body: @escaping @Sendable (Transaction) throws -> Value,
        _ continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
        super.init()
    }

    override func attempt(_ transaction: Transaction) throws {
        value = nil
        value = try body(transaction)
    }

    override func reply(_ failure: (any Error)?) {
        if let failure {
            continuation.resume(throwing: failure)
        } else if let value {
            continuation.resume(returning: value)
        } else {
            continuation.resume(throwing: StoreError.unavailable("the transaction did not run"))
        }
    }
}

extension JobQueue {
    /// Queues a transaction, wrapped as a job, and waits for its outcome; the caller's cancellation does not reach it.
    package func submit<Transaction, Value: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws -> Value, as wrap: (Pending<Transaction>) -> Job
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let call = PendingCall(body, continuation)
            if !add(wrap(call)) { call.reply(StoreError.unavailable("the database is closed")) }
        }
    }
}
