import TandemLedger
import TandemStore
import TandemWork

/// Gives a person the task they hold once more: after a reload, on another device.
public struct GetTask: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task.
        public var task: TaskID

        /// An input.
        public init(task: TaskID) { self.task = task }
    }

    /// The task.
    public typealias Output = TaskPayload

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> TaskPayload {
        let now = services.clock.now
        let held = try await services.database.write { tx -> HeldTask? in
            let found = try LeaseHolding.find(input.task, fence: nil, of: actor, services: services, now: now, tx)
            guard case .held(let task, let lease, let project) = found else { return nil }
            return try HeldTask.read(task, lease: lease, project: project, suggestions: services.suggestions, tx)
        }
        guard let held else { throw LeaseHolding.lost(input.task) }
        return try await held.payload(services)
    }
}
