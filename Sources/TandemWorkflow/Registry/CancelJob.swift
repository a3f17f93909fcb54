import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular

/// Ends a job: at once when nobody works on it, else as soon as the server that does hears of it.
public struct CancelJob: UseCase {
    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Ends the job with this id; whoever asked for it may, too.
    /// - Throws: `Problem` no_such_job, forbidden, conflict when it has ended.
    public func run(_ id: JobID, as actor: Actor) async throws -> JobView {
        let services = services
        let now = services.clock.now
        return try await services.database.write { tx in
            guard let job = try JobStore.find(id, in: actor.workspace, tx) else {
                throw Problem.noSuch("job", id.rawValue)
            }
            try GetJob.require(job.createdBy == actor.id ? .viewJobs : .cancelJob, on: job, for: actor)
            var ended = false
            if try JobRules.cancellation(of: job) == .endNow {
                ended = try JobStore.cancelQueued(id, at: now, in: tx)
            }
            if ended {
                let facts: [String: JSONValue] = [
                    "job": .string(id.rawValue), "kind": .string(job.kind), "state": "canceled", "ms": 0,
                ]
                let draft = try EventDraft(
                    .jobEnded, by: actor, project: job.project, subject: id.rawValue, correlation: id.rawValue,
                    facts: facts)
                try services.ledger.append([draft], in: tx)
            } else {
                try JobStore.ask(.cancel, of: id, in: tx)
            }
            guard let after = try JobStore.find(id, in: actor.workspace, tx) else {
                throw Problem.noSuch("job", id.rawValue)
            }
            return JobView(after)
        }
    }
}
