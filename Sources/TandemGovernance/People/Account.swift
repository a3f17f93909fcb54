import TandemLedger

/// Somebody who signs in.
public struct Account: Sendable, Equatable {
    /// Its id.
    public let id: AccountID
    /// Its workspace.
    public let workspace: WorkspaceID
    /// The address to sign in with, unique in the whole installation.
    public let email: String
    /// The name to show.
    public let name: String
    /// May do everything in the workspace that does not need two people.
    public let isAdministrator: Bool
    /// When it was made.
    public let createdAt: Instant
    /// Since when it cannot be used; nil while it can.
    public let disabledAt: Instant?

    /// An account.
    public init(
        id: AccountID, workspace: WorkspaceID, email: String, name: String, isAdministrator: Bool, createdAt: Instant,
        disabledAt: Instant? = nil
    ) {
        self.id = id
        self.workspace = workspace
        self.email = email
        self.name = name
        self.isAdministrator = isAdministrator
        self.createdAt = createdAt
        self.disabledAt = disabledAt
    }
}

/// Somebody or something that answers tasks; not every worker has an account.
public struct Worker: Sendable, Equatable {
    /// What kind of worker it is; columns with role `personal` or `sensitive` never reach the external kinds.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Knows the subject.
        case expert
        /// Employed for the work.
        case team
        /// Paid by the task, known by name.
        case gig
        /// Anonymous, through a platform.
        case crowd
        /// Not a person.
        case program

        /// Outside the organization.
        public var isExternal: Bool { self == .gig || self == .crowd }
    }

    /// Its id: what events name.
    public let id: WorkerID
    /// Its workspace.
    public let workspace: WorkspaceID
    /// The account behind it, if any.
    public let account: AccountID?
    /// What kind it is.
    public let kind: Kind
    /// The name to show.
    public let name: String
    /// The name under which a platform knows it.
    public let externalID: String?
    /// Marked wherever its work shows.
    public let isSimulated: Bool
    /// When it was made.
    public let createdAt: Instant

    /// A worker.
    public init(
        id: WorkerID, workspace: WorkspaceID, account: AccountID?, kind: Kind, name: String, externalID: String? = nil,
        isSimulated: Bool = false, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.account = account
        self.kind = kind
        self.name = name
        self.externalID = externalID
        self.isSimulated = isSimulated
        self.createdAt = createdAt
    }
}
