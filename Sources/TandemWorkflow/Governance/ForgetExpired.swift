import TandemGovernance
import TandemLedger
import TandemStore

/// Removes sessions that have ended, tries to sign in that count no more, and idempotency keys older than a day; done
/// now and then by the ticker.
public struct ForgetExpired: Sendable {
    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Removes them.
    /// - Returns: how many rows.
    /// - Throws: `StoreError`.
    @discardableResult
    public func run() async throws -> Int {
        let now = services.clock.now
        return try await services.database.write { tx in
            try ForgettingStore.forgetExpired(at: now, in: tx) + OnceStore.forget(before: now, in: tx)
        }
    }
}
