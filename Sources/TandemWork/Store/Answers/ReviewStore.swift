import TandemLedger
import TandemStore
import TandemTabular

/// A person's verdict on an answer.
public enum ReviewDecision: String, Sendable, Hashable, CaseIterable, Codable {
    /// The answer is right.
    case accept
    /// It is wrong, and this is right.
    case correct
    /// It is wrong, and the reviewer does not say what is right.
    case reject
    /// The reviewer cannot tell.
    case abstain
}

/// A review as it is stored.
public struct Review: Sendable, Hashable {
    /// Its id.
    public let id: ReviewID
    /// Who reviewed.
    public let worker: WorkerID
    /// Whose answer: `ai` or `human`.
    public let target: String
    /// The verdict.
    public let decision: ReviewDecision
    /// The answer under review.
    public let before: JSONValue?
    /// The right answer, with `correct`.
    public let after: JSONValue?
    /// What the reviewer added.
    public let reason: String?
    /// Active milliseconds.
    public let activeMs: Int
    /// When.
    public let createdAt: Instant

    /// A review.
    public init(
        id: ReviewID, worker: WorkerID, target: String, decision: ReviewDecision, before: JSONValue?,
        after: JSONValue?, reason: String?, activeMs: Int, createdAt: Instant
    ) {
        self.id = id
        self.worker = worker
        self.target = target
        self.decision = decision
        self.before = before
        self.after = after
        self.reason = reason
        self.activeMs = activeMs
        self.createdAt = createdAt
    }
}

/// The SQL of the `review` table.
public enum ReviewStore {
    /// Stores a review of a task.
    public static func insert(_ review: Review, of task: WorkTask, in tx: any WriteTransaction) throws {
        try tx.run(
            """
            INSERT INTO review (id, workspace_id, project_id, task_id, item_id, worker_id, target, decision,
                before_value, after_value, reason, active_ms, details, created_at)
            VALUES (\(review.id), \(task.workspace), \(task.project), \(task.id), \(task.item), \(review.worker),
                \(review.target), \(review.decision.rawValue), \(try review.before?.canonicalString),
                \(try review.after?.canonicalString), \(review.reason), \(review.activeMs), '{}', \(review.createdAt))
            """)
    }

    /// A person's review of a task.
    public static func find(
        of worker: WorkerID, on task: TaskID, _ tx: any ReadTransaction
    ) throws -> Review? {
        try tx.row(
            """
            SELECT id, worker_id, target, decision, before_value, after_value, reason, active_ms, created_at
            FROM review WHERE task_id = \(task) AND worker_id = \(worker)
            """
        ).map {
            try Review(
                id: $0.id("id"), worker: $0.id("worker_id"), target: $0.text("target"), decision: $0.word("decision"),
                before: $0.jsonIfAny("before_value"), after: $0.jsonIfAny("after_value"),
                reason: $0.textIfAny("reason"), activeMs: $0.int("active_ms"), createdAt: $0.instant("created_at"))
        }
    }
}
