import TandemLedger
import TandemStore
import TandemWork

/// Says that a person is still at work on a task, and lengthens the lease.
public struct HeartbeatTask: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task.
        public var task: TaskID
        /// The number of the lease; nil means the one the person holds.
        public var fence: Int?

        /// An input.
        public init(task: TaskID, fence: Int? = nil) {
            self.task = task
            self.fence = fence
        }
    }

    /// The lease as it is now.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
        /// The number of the lease.
        public var fence: Int
        /// When it ends unless another heartbeat comes.
        public var leaseExpiresAt: Instant
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let output = try await services.database.write { tx -> Output? in
            let found = try LeaseHolding.find(
                input.task, fence: input.fence, of: actor, services: services, now: now, tx)
            guard case .held(let task, let lease, let project) = found else { return nil }
            // A clock that was set back must not shorten the lease.
            let end = max(lease.expiresAt, now.adding(seconds: project.settings.leaseSeconds))
            try LeaseStore.extend(lease, to: end, in: tx)
            return Output(task: task.id, fence: lease.fence, leaseExpiresAt: end)
        }
        guard let output else { throw LeaseHolding.lost(input.task) }
        return output
    }
}
