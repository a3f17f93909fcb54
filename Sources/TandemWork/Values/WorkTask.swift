import TandemLedger
import TandemTabular

/// What a person is asked to do.
public enum TaskKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Answer the question about an item.
    case label
    /// Accept, correct or reject an answer.
    case review
    /// Decide where answers disagree, with all of them in view.
    case adjudicate
    /// Accept, edit, reject or answer an action that an agent proposes.
    case approve
}

/// Why a task exists; never told to the person who answers it.
public enum TaskPurpose: String, Sendable, Hashable, CaseIterable, Codable {
    /// Labels for models and figures.
    case work
    /// The audited slice of automatic decisions; truth for certificates.
    case audit
    /// A live decision that waits for a person.
    case decision
    /// An item with a known answer, to measure accuracy.
    case gold
    /// An item the same person answered before, to measure consistency.
    case `repeat`
    /// An item with a known answer and a wrong suggestion, to measure attention.
    case seeded

    /// Whether answers to it count for the item itself.
    public var resolves: Bool { self == .work || self == .audit || self == .decision }
}

/// Where a task stands.
public enum TaskState: String, Sendable, Hashable, CaseIterable, Codable {
    /// Somebody can claim it: answers + leases < overlap.
    case open
    /// Every place is taken; waits for answers or for the end of the time to undo.
    case full
    /// Settled.
    case resolved
    /// Ended without an answer of its own: not needed any more.
    case closed

    /// Whether nothing more can happen to it.
    public var isEnded: Bool { self == .resolved || self == .closed }
}

/// A unit of human work.
public struct WorkTask: Sendable, Hashable {
    /// Its id.
    public let id: TaskID
    /// The workspace.
    public let workspace: WorkspaceID
    /// The project.
    public let project: ProjectID
    /// The item it is about.
    public let item: ItemID
    /// What is to be done.
    public let kind: TaskKind
    /// Why.
    public let purpose: TaskPurpose
    /// Where it stands.
    public var state: TaskState
    /// 0 (most urgent) to 99.
    public let priority: Int
    /// Its place in the queue; a task that opens again takes a new one.
    public var seq: Int
    /// The skill a person needs to claim it.
    public let skill: String?
    /// When it should be done.
    public let dueAt: Instant?
    /// How many people answer it.
    public let overlap: Int
    /// How many answers count so far.
    public var answers: Int
    /// How many people hold it now.
    public var leases: Int
    /// The number of the last lease; rises with each claim.
    public var fence: Int
    /// Whether the person must not see the model's answer.
    public let blind: Bool
    /// The decision that waits for it.
    public let decision: DecisionID?
    /// The only person who may claim it.
    public let forWorker: WorkerID?
    /// What belongs to its kind or purpose: votes to adjudicate, the answer to review.
    public let details: JSONValue
    /// When it was created.
    public let createdAt: Instant
    /// When the time to undo its last answer ends and it is settled.
    public var settleAt: Instant?
    /// When it ended.
    public var endedAt: Instant?
}

/// A task to create; `TaskStore.insert` gives it its place in the queue.
public struct NewTask: Sendable {
    /// Its id.
    public var id: TaskID
    /// The item.
    public var item: ItemID
    /// What is to be done.
    public var kind: TaskKind
    /// Why.
    public var purpose: TaskPurpose
    /// 0 (most urgent) to 99.
    public var priority: Int
    /// The skill a person needs.
    public var skill: String?
    /// When it should be done.
    public var dueAt: Instant?
    /// How many people answer it.
    public var overlap: Int
    /// Whether the person must not see the model's answer.
    public var blind: Bool
    /// The decision that waits for it.
    public var decision: DecisionID?
    /// The only person who may claim it.
    public var forWorker: WorkerID?
    /// What belongs to its kind or purpose.
    public var details: JSONValue
    /// When it is created.
    public var createdAt: Instant

    /// A task; by default ordinary work of middle priority for one person.
    public init(
        id: TaskID, item: ItemID, kind: TaskKind = .label, purpose: TaskPurpose = .work, priority: Int = 50,
        skill: String? = nil, dueAt: Instant? = nil, overlap: Int = 1, blind: Bool = true,
        decision: DecisionID? = nil, forWorker: WorkerID? = nil, details: JSONValue = [:], createdAt: Instant
    ) {
        self.id = id
        self.item = item
        self.kind = kind
        self.purpose = purpose
        self.priority = priority
        self.skill = skill
        self.dueAt = dueAt
        self.overlap = overlap
        self.blind = blind
        self.decision = decision
        self.forWorker = forWorker
        self.details = details
        self.createdAt = createdAt
    }
}
