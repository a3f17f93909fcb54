import TandemLedger
import TandemTabular

/// How an answer was made.
public enum AnswerMode: String, Sendable, Hashable, CaseIterable, Codable {
    /// Without seeing the model's answer.
    case manual
    /// With the model's answer in view.
    case suggested
}

/// Whether an answer counts.
public enum AnnotationState: String, Sendable, Hashable, CaseIterable, Codable {
    /// It counts.
    case counted
    /// It came when every place was taken; kept, not counted.
    case late
    /// Its author took it back in time.
    case undone
    /// Its author corrected it later.
    case superseded
    /// Its author's second thought after a look at the model's answer; kept beside the first one, which counts.
    case revised
}

/// A person's or program's answer to a task.
public struct Annotation: Sendable, Hashable {
    /// Its id.
    public let id: AnnotationID
    /// The task.
    public let task: TaskID
    /// The item.
    public let item: ItemID
    /// The project.
    public let project: ProjectID
    /// The workspace.
    public let workspace: WorkspaceID
    /// Who answered.
    public let worker: WorkerID
    /// The answer; nil when the person was unsure and gave none.
    public let value: JSONValue?
    /// The answer as a label.
    public let label: String?
    /// Whether the person was unsure: counts as an answer, not as a vote.
    public let unsure: Bool
    /// What the person added.
    public let comment: String?
    /// Active milliseconds, idle time cut, at most the time since the claim.
    public let activeMs: Int
    /// How it was made.
    public let mode: AnswerMode
    /// The guidelines that were in force.
    public let guidelineVersion: Int
    /// Whether it counts.
    public let state: AnnotationState
    /// Facts of its own: the fence, what was repeated.
    public let details: JSONValue
    /// When it was given.
    public let createdAt: Instant

    /// An annotation.
    public init(
        id: AnnotationID, task: WorkTask, worker: WorkerID, value: JSONValue?, label: String?, unsure: Bool,
        comment: String?, activeMs: Int, mode: AnswerMode, guidelineVersion: Int, state: AnnotationState,
        details: JSONValue = [:], createdAt: Instant
    ) {
        self.init(
            id: id, task: task.id, item: task.item, project: task.project, workspace: task.workspace, worker: worker,
            value: value, label: label, unsure: unsure, comment: comment, activeMs: activeMs, mode: mode,
            guidelineVersion: guidelineVersion, state: state, details: details, createdAt: createdAt)
    }

    init(
        id: AnnotationID, task: TaskID, item: ItemID, project: ProjectID, workspace: WorkspaceID, worker: WorkerID,
        value: JSONValue?, label: String?, unsure: Bool, comment: String?, activeMs: Int, mode: AnswerMode,
        guidelineVersion: Int, state: AnnotationState, details: JSONValue, createdAt: Instant
    ) {
        self.id = id
        self.task = task
        self.item = item
        self.project = project
        self.workspace = workspace
        self.worker = worker
        self.value = value
        self.label = label
        self.unsure = unsure
        self.comment = comment
        self.activeMs = activeMs
        self.mode = mode
        self.guidelineVersion = guidelineVersion
        self.state = state
        self.details = details
        self.createdAt = createdAt
    }
}
