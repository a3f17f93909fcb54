/// Who acts: the one thing that every use case is asked on behalf of.
public struct Actor: Sendable, Hashable {
    /// The account that signed in or whose token it is; nil for Tandem itself.
    public let account: AccountID?
    /// The worker behind the account; nil for Tandem itself.
    public let worker: WorkerID?
    /// The workspace that everything it touches must belong to.
    public let workspace: WorkspaceID
    /// The name to show.
    public let name: String
    /// May do everything in the workspace that does not need two people.
    public let isAdministrator: Bool
    /// Roles by project.
    public let roles: [ProjectID: Set<Role>]
    /// A simulated person, marked wherever its work shows.
    public let isSimulated: Bool

    /// An actor as authentication found it.
    public init(
        account: AccountID?, worker: WorkerID?, workspace: WorkspaceID, name: String, isAdministrator: Bool,
        roles: [ProjectID: Set<Role>], isSimulated: Bool = false
    ) {
        self.account = account
        self.worker = worker
        self.workspace = workspace
        self.name = name
        self.isAdministrator = isAdministrator
        self.roles = roles
        self.isSimulated = isSimulated
    }

    /// Tandem itself, acting in a workspace: a job, a deadline, a monitor.
    public static func system(in workspace: WorkspaceID) -> Actor {
        Actor(
            account: nil, worker: nil, workspace: workspace, name: "Tandem", isAdministrator: false, roles: [:])
    }

    /// Whether this is Tandem itself.
    public var isSystem: Bool { account == nil && worker == nil }

    /// The random id that events name; whom it stands for can be forgotten.
    public var id: String { worker?.rawValue ?? account?.rawValue ?? "tandem" }

    /// Its roles in a project.
    public func roles(in project: ProjectID) -> Set<Role> {
        roles[project, default: []].union(isAdministrator ? [.administrator] : [])
    }
}
