import TandemLedger
import TandemStore
import TandemWork

/// Gives a task back to the end of the queue; skipped, it is never handed to the same person again.
public struct ReleaseTask: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task.
        public var task: TaskID
        /// The number of the lease; nil means the one the person holds.
        public var fence: Int?
        /// Whether the person does not want it again.
        public var skip: Bool

        /// An input.
        public init(task: TaskID, fence: Int? = nil, skip: Bool = false) {
            self.task = task
            self.fence = fence
            self.skip = skip
        }
    }

    /// What was given back.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
        /// Why the task waits although nobody may take it now; nil while somebody may.
        public var blocked: String?
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
            guard case .held(_, let lease, _) = found else { return nil }
            let ended = try LeaseEnding.end(
                [lease], reason: input.skip ? .skipped : .released, by: actor, now: now, in: tx)
            try services.ledger.append(ended.events, in: tx)
            tx.hint("work")
            let left = try TaskStore.find(input.task, in: actor.workspace, tx)
            // Told only where skipping left nobody; of a task made for one person nothing is told.
            let blocked = input.skip ? try left.flatMap { try BlockedWork.reason(for: $0, tx) } : nil
            return Output(task: input.task, blocked: blocked)
        }
        guard let output else { throw LeaseHolding.lost(input.task) }
        return output
    }
}
