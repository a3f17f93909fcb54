import TandemLedger
import TandemStore
import TandemWork

/// Asks for fits where many answers have come since the last one; run by the ticker, in every workspace.
public struct FitDue: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The least number of new answers.
        public var least: Int
        /// The least share of new answers.
        public var growth: Double

        /// An input.
        public init(least: Int = 50, growth: Double = 0.1) {
            self.least = least
            self.growth = growth
        }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// How many projects have a fit waiting now.
        public var queued: Int
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard actor.isSystem else { throw Problem(.forbidden, "system_only", "Only Tandem itself does this.") }
        let now = services.clock.now
        let due = try await services.database.read { tx in
            try FitStore.due(in: actor.workspace, least: input.least, growth: input.growth, tx).filter {
                try ProjectStore.find($0.project, in: $0.workspace, tx).question.labels.count >= 2
            }
        }
        for one in due {
            let id: JobID = services.random.id(at: now)
            try await services.database.write { tx in
                _ = try RequestFit.queue(id, project: one.project, by: actor, as: "system", now: now, in: tx)
            }
        }
        return Output(queued: due.count)
    }
}
