import TandemLedger
import TandemStore
import TandemWork

/// Gives a task back to the end of the queue.
public struct ReleaseTask: UseCase {
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

    /// What was given back.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let isDone = try await services.database.write { tx -> Bool in
            let found = try LeaseHolding.find(
                input.task, fence: input.fence, of: actor, services: services, now: now, tx)
            guard case .held(_, let lease, _) = found else { return false }
            let ended = try LeaseEnding.end([lease], reason: .released, by: actor, now: now, in: tx)
            try services.ledger.append(ended.events, in: tx)
            tx.hint("work")
            return true
        }
        guard isDone else { throw LeaseHolding.lost(input.task) }
        return Output(task: input.task)
    }
}
