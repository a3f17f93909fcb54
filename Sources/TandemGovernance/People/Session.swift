import TandemLedger

/// A browser that somebody signed in with.
public struct Session: Sendable, Equatable {
    /// Longest life whatever is done with it: seven days.
    public static let longestLife = 7 * 24 * 3600
    /// It ends after a day without a request.
    public static let longestIdle = 24 * 3600
    /// How often its use is written down, in seconds.
    public static let noteUseEvery = 600

    /// Whose it is.
    public let account: AccountID
    /// Their workspace.
    public let workspace: WorkspaceID
    /// What a form must carry to show that it comes from our own page.
    public let csrf: String
    /// When it began.
    public let createdAt: Instant
    /// When it ends at the latest.
    public let expiresAt: Instant

    /// A session.
    public init(account: AccountID, workspace: WorkspaceID, csrf: String, createdAt: Instant, expiresAt: Instant) {
        self.account = account
        self.workspace = workspace
        self.csrf = csrf
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// A secret that programs act with on behalf of an account; only its hash is stored.
public struct APIToken: Sendable, Equatable {
    /// Its id, which is no secret.
    public let id: TokenID
    /// On whose behalf it acts.
    public let account: AccountID
    /// Their workspace.
    public let workspace: WorkspaceID
    /// What it is for, in its owner's words.
    public let name: String
    /// When it was made.
    public let createdAt: Instant
    /// When it ends by itself; nil for never.
    public let expiresAt: Instant?

    /// A token.
    public init(
        id: TokenID, account: AccountID, workspace: WorkspaceID, name: String, createdAt: Instant, expiresAt: Instant?
    ) {
        self.id = id
        self.account = account
        self.workspace = workspace
        self.name = name
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}
