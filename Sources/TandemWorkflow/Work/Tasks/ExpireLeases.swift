import TandemLedger
import TandemStore
import TandemWork

/// Ends the leases whose time is over; run by the ticker, in every workspace.
public struct ExpireLeases: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The most leases to end now.
        public var limit: Int

        /// An input.
        public init(limit: Int = 500) { self.limit = limit }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// How many leases were ended.
        public var expired: Int
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard actor.isSystem else { throw Problem(.forbidden, "system_only", "Only Tandem itself does this.") }
        let now = services.clock.now
        let overdue = try await services.database.read { try LeaseStore.overdue(at: now, limit: input.limit, $0) }
        var expired = 0
        for lease in overdue where try await expire(lease, now) { expired += 1 }
        return Output(expired: expired)
    }

    private func expire(_ overdue: Lease, _ now: Instant) async throws -> Bool {
        try await services.database.write { tx in
            // A heartbeat may have come in between.
            guard let lease = try LeaseStore.find(overdue.task, fence: overdue.fence, tx), lease.endedAt == nil,
                lease.expiresAt <= now
            else { return false }
            let ended = try LeaseEnding.end(
                [lease], reason: .expired, by: .system(in: lease.workspace), now: now, in: tx)
            try services.ledger.append(ended.events, in: tx)
            tx.hint("work")
            return !ended.events.isEmpty
        }
    }
}
