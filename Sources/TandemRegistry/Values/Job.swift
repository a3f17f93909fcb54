import TandemLedger
import TandemTabular

/// Where a job stands.
public enum JobState: String, Sendable, CaseIterable, Codable {
    /// Waits for a server with room.
    case queued
    /// A server holds its lease and works on it.
    case running
    /// Ended with its output written.
    case done
    /// Ended with a problem that says why.
    case failed
    /// Ended because somebody asked for it.
    case canceled

    /// Whether nothing happens to it any more.
    public var isFinal: Bool { self != .queued && self != .running }
}

/// What can be asked of a job that runs; kept in the database, so that it reaches whichever server holds it.
public enum JobControl: String, Sendable, CaseIterable {
    /// End as soon as possible, with nothing written.
    case cancel
}

/// A long piece of work that one server does at a time and another takes over when that one dies.
public struct Job: Sendable, Equatable {
    /// Its id.
    public let id: JobID
    /// The workspace it belongs to.
    public let workspace: WorkspaceID
    /// The project it belongs to, if any.
    public let project: ProjectID?
    /// What is to be done, such as `train`; decides the handler.
    public let kind: String
    /// Where it stands.
    public let state: JobState
    /// What was asked, as the handler's own JSON.
    public let input: JSONValue
    /// Where everything random in it starts; the same input and seed give the same output.
    public let seed: UInt64
    /// How far it is, from 0 to 1.
    public let progress: Double
    /// What it is doing, in a few words.
    public let message: String?
    /// What was asked of it since it was queued.
    public let control: JobControl?
    /// The server that holds its lease.
    public let owner: String?
    /// When the lease ends unless it is renewed.
    public let leaseUntil: Instant?
    /// How often it was taken; also the fencing token of whoever holds it now.
    public let attempts: Int
    /// What came out, as the handler's own JSON.
    public let output: JSONValue?
    /// Why it failed: code and message.
    public let problem: JSONValue?
    /// The random id of who asked.
    public let createdBy: String
    /// When it was asked for.
    public let createdAt: Instant
    /// When it was first taken.
    public let startedAt: Instant?
    /// When it ended.
    public let endedAt: Instant?
}

/// A job that is about to be queued.
public struct NewJob: Sendable {
    /// Its id.
    public var id: JobID
    /// The workspace.
    public var workspace: WorkspaceID
    /// The project, if any.
    public var project: ProjectID?
    /// What is to be done.
    public var kind: String
    /// What was asked.
    public var input: JSONValue
    /// Where everything random in it starts.
    public var seed: UInt64
    /// The random id of who asked.
    public var createdBy: String
    /// When.
    public var createdAt: Instant

    /// A job that is about to be queued.
    public init(
        id: JobID, workspace: WorkspaceID, project: ProjectID?, kind: String, input: JSONValue, seed: UInt64,
        createdBy: String, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.kind = kind
        self.input = input
        self.seed = seed
        self.createdBy = createdBy
        self.createdAt = createdAt
    }
}

/// The right to work on a job: worthless once the lease ran out and another server took the job.
public struct JobLease: Sendable, Equatable {
    /// The job.
    public let job: JobID
    /// The server that holds it.
    public let owner: String
    /// The attempt it was given for.
    public let attempt: Int

    /// A lease as `JobStore.take` gives it.
    public init(job: JobID, owner: String, attempt: Int) {
        self.job = job
        self.owner = owner
        self.attempt = attempt
    }
}
