import TandemLedger
import TandemTabular

/// Why a lease ended.
public enum LeaseEnd: String, Sendable, Hashable, CaseIterable {
    /// The person answered.
    case answered
    /// The person gave it back, and may be given it again.
    case released
    /// The person does not want it: it goes to somebody else, and never to this person again.
    case skipped
    /// Its time ran out; written once and final, whatever the clock says later.
    case expired
    /// The task ended without it.
    case closed
}

/// A person's hold on a task.
public struct Lease: Sendable, Hashable {
    /// The task.
    public let task: TaskID
    /// The number of the lease among all of the task; whoever writes must name the newest.
    public let fence: Int
    /// Who holds it.
    public let worker: WorkerID
    /// The project of the task.
    public let project: ProjectID
    /// The workspace of the task.
    public let workspace: WorkspaceID
    /// The claim's own key, so that a repeated claim gives the same lease.
    public let claimKey: String?
    /// When it began.
    public let claimedAt: Instant
    /// When it ends unless a heartbeat comes.
    public var expiresAt: Instant
    /// The model's answer as it was shown: label, score, model version; nil when none was.
    public var shown: JSONValue?
    /// When it ended.
    public var endedAt: Instant?
    /// Why it ended.
    public var endReason: LeaseEnd?

    /// A lease that begins.
    public init(
        task: WorkTask, worker: WorkerID, claimKey: String? = nil, claimedAt: Instant, expiresAt: Instant
    ) {
        self.init(
            task: task.id, fence: task.fence, worker: worker, project: task.project, workspace: task.workspace,
            claimKey: claimKey, claimedAt: claimedAt, expiresAt: expiresAt)
    }

    init(
        task: TaskID, fence: Int, worker: WorkerID, project: ProjectID, workspace: WorkspaceID, claimKey: String?,
        claimedAt: Instant, expiresAt: Instant, shown: JSONValue? = nil, endedAt: Instant? = nil,
        endReason: LeaseEnd? = nil
    ) {
        self.task = task
        self.fence = fence
        self.worker = worker
        self.project = project
        self.workspace = workspace
        self.claimKey = claimKey
        self.claimedAt = claimedAt
        self.expiresAt = expiresAt
        self.shown = shown
        self.endedAt = endedAt
        self.endReason = endReason
    }
}
