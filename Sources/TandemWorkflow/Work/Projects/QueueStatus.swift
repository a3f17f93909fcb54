import TandemGovernance
import TandemLedger
import TandemStore
import TandemWork

/// Shows how much work there is in a project, from counters.
public struct QueueStatus: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String

        /// An input.
        public init(project: String) { self.project = project }
    }

    /// The figures.
    public struct Output: Sendable, Codable, Hashable {
        /// Items of the project.
        public var items: Int
        /// Items with a settled answer.
        public var resolved: Int
        /// Answers that count.
        public var annotations: Int
        /// Tasks that are not settled, by kind.
        public var waiting: [String: Int]
        /// Those of them that nobody may take, and why.
        public var blocked: [BlockedWork]
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try await services.database.read { tx in
            let project = try WorkAccess.project(input.project, for: .viewProject, as: actor, tx).project
            let values = try CounterStore.values(of: project.id, tx)
            let waiting = TaskKind.allCases.map { ($0.rawValue, values[CounterStore.waiting($0)] ?? 0) }
            return Output(
                items: values[CounterStore.items] ?? 0, resolved: values[CounterStore.resolved] ?? 0,
                annotations: values[CounterStore.annotations] ?? 0,
                waiting: Dictionary(uniqueKeysWithValues: waiting), blocked: try BlockedWork.read(project.id, tx))
        }
    }
}
