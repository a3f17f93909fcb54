import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore

/// Shows a job.
public struct GetJob: UseCase {
    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// The job with this id.
    /// - Throws: `Problem` no_such_job, forbidden.
    public func run(_ id: JobID, as actor: Actor) async throws -> JobView {
        let job = try await services.database.read { tx in try JobStore.find(id, in: actor.workspace, tx) }
        guard let job else { throw Problem.noSuch("job", id.rawValue) }
        try Self.require(.viewJobs, on: job, for: actor)
        return JobView(job)
    }

    /// As `Permissions.require`, without telling those outside the project that there is a job.
    static func require(_ action: Action, on job: Job, for actor: Actor) throws(Problem) {
        if let project = job.project, !actor.isSystem, actor.roles(in: project).isEmpty {
            throw Problem.noSuch("job", job.id.rawValue)
        }
        try Permissions.require(action, in: job.project, for: actor)
    }
}
