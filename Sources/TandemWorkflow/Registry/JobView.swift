import TandemLedger
import TandemRegistry
import TandemTabular

/// A job as the API and the pages show it.
public struct JobView: Codable, Sendable, Equatable {
    /// Its id.
    public var id: JobID
    /// The project, if any.
    public var project: ProjectID?
    /// What is done.
    public var kind: String
    /// Where it stands.
    public var state: JobState
    /// How far it is, from 0 to 1.
    public var progress: Double
    /// What it is doing, in a few words.
    public var message: String?
    /// Whether somebody has asked it to end.
    public var isCanceling: Bool
    /// What was asked.
    public var input: JSONValue
    /// Where everything random in it starts, as decimal text.
    public var seed: String
    /// What came out; for a training `{"models": […], "eval_hash": …}`.
    public var output: JSONValue?
    /// Why it failed: `{"code", "message"}`.
    public var problem: JSONValue?
    /// The random id of who asked.
    public var createdBy: String
    /// When it was asked for.
    public var createdAt: Instant
    /// When it was first taken.
    public var startedAt: Instant?
    /// When it ended.
    public var endedAt: Instant?

    /// A job that stands as it is stored.
    public init(_ job: Job) {
        id = job.id
        project = job.project
        kind = job.kind
        state = job.state
        progress = job.progress
        message = job.message
        isCanceling = job.control == .cancel && !job.state.isFinal
        input = job.input
        seed = String(job.seed)
        output = job.output
        problem = job.problem
        createdBy = job.createdBy
        createdAt = job.createdAt
        startedAt = job.startedAt
        endedAt = job.endedAt
    }

    /// A job that has just been queued.
    public init(_ job: NewJob) {
        id = job.id
        project = job.project
        kind = job.kind
        state = .queued
        progress = 0
        isCanceling = false
        input = job.input
        seed = String(job.seed)
        createdBy = job.createdBy
        createdAt = job.createdAt
    }
}
