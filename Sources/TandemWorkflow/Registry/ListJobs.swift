import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemWork

/// Lists a project's newest training jobs.
public struct ListJobs: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// At most so many, up to 100.
        public var limit: Int

        /// A question about a project's jobs.
        public init(project: String, limit: Int = 20) {
            self.project = project
            self.limit = limit
        }
    }

    /// The jobs.
    public struct Output: Codable, Sendable {
        /// Newest first.
        public var items: [JobView]
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// The newest jobs.
    /// - Throws: `Problem` no_such_project, forbidden.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try await services.database.read { tx in
            let project = try ProjectStore.find(input.project, in: actor.workspace, tx)
            try Permissions.require(.viewJobs, in: project.id, for: actor)
            let limit = min(100, max(1, input.limit))
            let jobs = try JobStore.newest(of: project.id, kind: TrainingRequest.jobKind, limit: limit, tx)
            return Output(items: jobs.map { JobView($0) })
        }
    }
}
