import TandemLedger
import TandemTabular

/// Where a model version stands.
public enum ModelState: String, Sendable, CaseIterable, Codable {
    /// Trained and evaluated, never live yet.
    case candidate
    /// Decides new cases.
    case live
    /// Was live once.
    case retired
}

/// One trained model with everything that led to it.
public struct ModelVersion: Sendable, Equatable {
    /// Its id.
    public let id: ModelID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// Its number in the project, from 1.
    public let number: Int
    /// Where it stands.
    public let state: ModelState
    /// What it was trained for.
    public let arm: Arm
    /// The learner's name.
    public let learner: String
    /// The learner's parameters.
    public let parameters: JSONValue
    /// The hash of its bytes in the blob store.
    public let blob: String
    /// The labels it was made of.
    public let snapshot: SnapshotID
    /// The model that was live when it was trained.
    public let parent: ModelID?
    /// The job that trained it.
    public let job: JobID?
    /// Where everything random in its training started.
    public let seed: UInt64
    /// The calibrator that was chosen, and how it compared with the others.
    public let calibration: JSONValue
    /// The random id of who asked for it.
    public let trainedBy: String
    /// When it was written.
    public let createdAt: Instant

    /// A model version from its parts.
    public init(
        id: ModelID, workspace: WorkspaceID, project: ProjectID, number: Int, state: ModelState, arm: Arm,
        learner: String, parameters: JSONValue, blob: String, snapshot: SnapshotID, parent: ModelID?, job: JobID?,
        seed: UInt64, calibration: JSONValue, trainedBy: String, createdAt: Instant
    ) {
        self.id = id
        self.workspace = workspace
        self.project = project
        self.number = number
        self.state = state
        self.arm = arm
        self.learner = learner
        self.parameters = parameters
        self.blob = blob
        self.snapshot = snapshot
        self.parent = parent
        self.job = job
        self.seed = seed
        self.calibration = calibration
        self.trainedBy = trainedBy
        self.createdAt = createdAt
    }

    /// The name that decisions and people call it by: `v3`.
    public var versionName: String { "v\(number)" }
}

/// Which model is live in a project.
public struct LiveModelRow: Sendable, Equatable {
    /// The project.
    public let project: ProjectID
    /// The live model.
    public let model: ModelID
    /// The one that was live before it, to which a rollback leads.
    public let previous: ModelID?
    /// Since when.
    public let since: Instant
    /// Rises with each change.
    public let version: Int

    /// A state of affairs from its parts.
    public init(project: ProjectID, model: ModelID, previous: ModelID?, since: Instant, version: Int) {
        self.project = project
        self.model = model
        self.previous = previous
        self.since = since
        self.version = version
    }
}

/// A change of the live model.
public struct Promotion: Sendable, Equatable {
    /// What kind of change.
    public enum Kind: String, Sendable, CaseIterable, Codable {
        /// Another person put a candidate in place.
        case promoted
        /// Somebody went back to the model before.
        case rolledBack = "rolled_back"
    }

    /// Its id.
    public let id: ID<IDs.Promotion>
    /// The model that is live from then on.
    public let model: ModelID
    /// The model that was live until then.
    public let previous: ModelID?
    /// What kind of change.
    public let kind: Kind
    /// Why, in the decider's words.
    public let reason: String?
    /// The random id of who decided.
    public let decidedBy: String
    /// When.
    public let decidedAt: Instant

    /// A change from its parts.
    public init(
        id: ID<IDs.Promotion>, model: ModelID, previous: ModelID?, kind: Kind, reason: String?, decidedBy: String,
        decidedAt: Instant
    ) {
        self.id = id
        self.model = model
        self.previous = previous
        self.kind = kind
        self.reason = reason
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
    }
}
