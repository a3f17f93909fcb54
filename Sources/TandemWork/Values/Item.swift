import TandemLedger
import TandemTabular

/// What an item may be used for; given from its content before any model sees it, and never changed.
public enum ItemRole: String, Sendable, Hashable, CaseIterable, Codable {
    /// Models learn from it.
    case train
    /// Probabilities and certificates are calibrated on it.
    case calibrate
    /// Models are compared on it.
    case evaluate
}

/// One case that is asked about.
public struct Item: Sendable, Hashable {
    /// Its id.
    public let id: ItemID
    /// The project it belongs to.
    public let project: ProjectID
    /// Its name in the outside world, unique in the project.
    public let key: String
    /// Its typed values by column, missing ones left out; `{}` after erasure.
    public let content: JSONValue
    /// SHA-256 of the canonical JSON of its feature columns.
    public let contentHash: [UInt8]
    /// What it may be used for.
    public let role: ItemRole
    /// Whom it is about, if the schema has a subject column.
    public let subject: String?
    /// How it came in: an import's id, `decision`, `api`.
    public let source: String
    /// When it came in.
    public let createdAt: Instant
    /// When its content was erased.
    public let erasedAt: Instant?

    /// An item as it is stored.
    public init(
        id: ItemID, project: ProjectID, key: String, content: JSONValue, contentHash: [UInt8], role: ItemRole,
        subject: String?, source: String, createdAt: Instant, erasedAt: Instant? = nil
    ) {
        self.id = id
        self.project = project
        self.key = key
        self.content = content
        self.contentHash = contentHash
        self.role = role
        self.subject = subject
        self.source = source
        self.createdAt = createdAt
        self.erasedAt = erasedAt
    }
}

/// A row that fits a project: what `ItemRules.prepare` makes and `NewItem` stores.
public struct PreparedItem: Sendable, Hashable {
    /// Its name in the outside world.
    public let key: String
    /// Typed values by column as canonical JSON.
    public let contentText: String
    /// Typed values by column.
    public let content: [String: JSONValue]
    /// SHA-256 of the canonical JSON of its feature columns.
    public let hash: [UInt8]
    /// What it may be used for.
    public let role: ItemRole
    /// Whom it is about.
    public let subject: String?
}

/// An item to store.
public struct NewItem: Sendable {
    /// Its id.
    public let id: ItemID
    /// The project's workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// Its checked content.
    public let prepared: PreparedItem
    /// How it came in.
    public let source: String
    /// When it came in.
    public let createdAt: Instant

    /// A prepared row as a new item of a project.
    public init(id: ItemID, project: Project, prepared: PreparedItem, source: String, createdAt: Instant) {
        self.id = id
        workspace = project.workspace
        self.project = project.id
        self.prepared = prepared
        self.source = source
        self.createdAt = createdAt
    }

    /// The item as it will be read back.
    public var item: Item {
        Item(
            id: id, project: project, key: prepared.key, content: .object(prepared.content),
            contentHash: prepared.hash, role: prepared.role, subject: prepared.subject, source: source,
            createdAt: createdAt)
    }
}
