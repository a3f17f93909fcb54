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
        do {
            try Permissions.require(.viewJobs, in: job.project, for: actor)
        } catch where error.kind == .notFound {
            throw Problem.noSuch("job", id.rawValue)
        }
        return JobView(job)
    }
}
