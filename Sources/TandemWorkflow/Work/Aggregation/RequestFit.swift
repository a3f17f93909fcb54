import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Asks for another fit of a project's aggregator.
public struct RequestFit: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(project: String, onceKey: String? = nil) {
            self.project = project
            self.onceKey = onceKey
        }
    }

    /// The job.
    public typealias Output = JobView

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Queues the job, or gives the one that waits already.
    /// - Throws: `Problem` not_a_choice for questions without labels.
    public func run(_ input: Input, as actor: Actor) async throws -> JobView {
        let now = services.clock.now
        let id: JobID = services.random.id(at: now)
        return try await services.database.write { tx in
            let (project, role) = try WorkAccess.project(input.project, for: .trainModel, as: actor, tx)
            guard project.question.labels.count >= 2 else {
                throw Problem(
                    .conflict, "not_a_choice", "Only a question with labels has an aggregator that learns.")
            }
            return try Once.run(
                key: input.onceKey, operation: "RequestFit", request: Array(project.id.rawValue.utf8), actor: actor,
                now: now, in: tx
            ) {
                JobView(
                    try Self.queue(id, project: project.id, by: actor, as: role?.rawValue ?? "system", now: now, in: tx)
                )
            }.output
        }
    }

    /// Queues a fit unless one waits already.
    static func queue(
        _ id: JobID, project: ProjectID, by actor: Actor, as role: String, now: Instant, in tx: any WriteTransaction
    ) throws -> Job {
        if let waiting = try JobStore.unfinished(of: project, kind: FitAggregator.jobKind, tx).first { return waiting }
        let job = NewJob(
            id: id, workspace: actor.workspace, project: project, kind: FitAggregator.jobKind,
            input: ["asked_as": .string(role)], seed: 0, createdBy: actor.id, createdAt: now)
        try JobStore.insert(job, in: tx)
        guard let queued = try JobStore.find(id, in: actor.workspace, tx) else {
            throw Problem(.internal, "internal", "The job is not there.")
        }
        return queued
    }
}
