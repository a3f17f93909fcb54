import TandemLedger
import TandemTabular

/// A question asked about many items, with everything that rules the work on them.
public struct Project: Sendable {
    /// Its id.
    public let id: ProjectID
    /// The workspace it belongs to.
    public let workspace: WorkspaceID
    /// Its name in URLs, unique in the workspace: lower-case letters, digits and dashes.
    public let slug: String
    /// Its name.
    public var name: String
    /// What is asked.
    public let question: Question
    /// The columns of its items.
    public let schema: Schema
    /// How it works.
    public var settings: ProjectSettings
    /// The routing policy, as TandemOversight reads it.
    public var policy: JSONValue
    /// The version of the policy, which events name.
    public var policyVersion: String
    /// The version of the guidelines in force; 0 before there are any.
    public var guidelineVersion: Int
    /// The secret that roles, coins and unannounced tasks are drawn with.
    public let splitKey: [UInt8]
    /// Rises with every change, for ETags.
    public var version: Int
    /// When it was created.
    public let createdAt: Instant
    /// What the aggregator learned last; resolutions use it.
    public internal(set) var aggregatorFit: FitID?
    /// The place in the queue that the next task would have taken when the project was read.
    var nextSeq = 0

    /// A project.
    public init(
        id: ProjectID, workspace: WorkspaceID, slug: String, name: String, question: Question, schema: Schema,
        settings: ProjectSettings, policy: JSONValue, policyVersion: String, guidelineVersion: Int = 0,
        splitKey: [UInt8], version: Int = 1, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.slug = slug
        self.name = name
        self.question = question
        self.schema = schema
        self.settings = settings
        self.policy = policy
        self.policyVersion = policyVersion
        self.guidelineVersion = guidelineVersion
        self.splitKey = splitKey
        self.version = version
        self.createdAt = createdAt
    }
}
