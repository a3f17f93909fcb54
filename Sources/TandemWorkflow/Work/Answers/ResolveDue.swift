import TandemLedger
import TandemStore
import TandemWork

/// Settles the tasks whose time to undo is over; run by the ticker, in every workspace.
public struct ResolveDue: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The most tasks to settle now.
        public var limit: Int

        /// An input.
        public init(limit: Int = 500) { self.limit = limit }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// How many tasks were settled.
        public var settled: Int
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard actor.isSystem else { throw Problem(.forbidden, "system_only", "Only Tandem itself does this.") }
        let now = services.clock.now
        let due = try await services.database.read { try TaskStore.due(at: now, limit: input.limit, $0) }
        var settled = 0
        for task in due where try await settle(task, now) { settled += 1 }
        return Output(settled: settled)
    }

    private func settle(_ due: WorkTask, _ now: Instant) async throws -> Bool {
        try await services.database.write { tx in
            let task = try TaskStore.findForChange(due.id, in: due.workspace, tx)
            // Meanwhile the last answer may have been taken back, or another server was faster.
            guard task.isAnswered, let settleAt = task.settleAt, settleAt <= now else { return false }
            let project = try ProjectStore.find(task.project, in: task.workspace, tx)
            _ = try SettleTask(services: services, project: project, now: now, tx: tx).run(task)
            return true
        }
    }
}
