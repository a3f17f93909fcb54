import TandemLedger
import TandemTabular

/// A message to the outside that was written together with what it tells of, and is sent afterwards.
public struct Message: Sendable, Hashable {
    /// Where a message stands.
    public enum State: String, Sendable, Hashable, Codable {
        /// It is due, now or later.
        case waiting
        /// The receiver has it.
        case delivered
        /// Given up; somebody should look.
        case dead
    }

    /// Its id, which the receiver sees at every try.
    public let id: ID<IDs.Message>
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// What it tells: `decision.closed`.
    public let kind: String
    /// Where it goes.
    public let url: String
    /// The JSON body, the same bytes at every try.
    public let payload: String
    /// Where it stands.
    public let state: State
    /// How many tries were begun.
    public let attempts: Int
    /// When it is tried next.
    public let nextAt: Instant
    /// What went wrong last.
    public let lastError: String?
    /// When it was written.
    public let createdAt: Instant
    /// When it was delivered or given up.
    public let endedAt: Instant?

    /// A message as it is stored.
    public init(
        id: ID<IDs.Message>, workspace: WorkspaceID, project: ProjectID, kind: String, url: String, payload: String,
        state: State = .waiting, attempts: Int = 0, nextAt: Instant, lastError: String? = nil, createdAt: Instant,
        endedAt: Instant? = nil
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.kind = kind
        self.url = url
        self.payload = payload
        self.state = state
        self.attempts = attempts
        self.nextAt = nextAt
        self.lastError = lastError
        self.createdAt = createdAt
        self.endedAt = endedAt
    }
}
