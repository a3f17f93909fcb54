import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Takes an answer back, shortly after it was given and while its task is not settled; the person holds the task again.
public struct UndoAnnotation: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task.
        public var task: TaskID

        /// An input.
        public init(task: TaskID) { self.task = task }
    }

    /// The task, leased again under a new number.
    public typealias Output = TaskPayload

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> TaskPayload {
        let worker = try WorkAccess.worker(of: actor)
        let now = services.clock.now
        let held = try await services.database.write { tx in
            try undo(input.task, worker: worker, actor: actor, now: now, in: tx)
        }
        return try await held.payload(services)
    }

    private func undo(
        _ id: TaskID, worker: WorkerID, actor: Actor, now: Instant, in tx: any WriteTransaction
    ) throws -> HeldTask {
        let task = try TaskStore.findForChange(id, in: actor.workspace, tx)
        let project = try WorkAccess.project(task.project.rawValue, for: .viewProject, as: actor, tx).project
        guard let answer = try AnnotationStore.standing(of: worker, on: id, tx), answer.state == .counted else {
            throw Problem(.conflict, "nothing_to_undo", "You have no answer to this task that counts.")
        }
        let end = answer.createdAt.adding(seconds: project.settings.undoSeconds)
        guard !task.state.isEnded, now < end else {
            throw Problem(.conflict, "too_late_to_undo", "This answer can no longer be taken back.")
        }
        if task.blind, try LeaseStore.last(of: worker, on: id, tx)?.shown != nil {
            throw Problem(
                .conflict, "revealed",
                "You have seen the model's view since: change your answer instead, both are kept.",
                facts: ["task": id.rawValue])
        }
        try AnnotationStore.set(.undone, of: answer.id, at: now, in: tx)
        let again = task.takenBack()
        try TaskStore.save(again, in: tx)
        let lease = Lease(
            task: again, worker: worker, claimedAt: now, expiresAt: now.adding(seconds: project.settings.leaseSeconds))
        try LeaseStore.insert(lease, in: tx)
        try ProgressStore.add(answers: -1, of: worker, in: project.id, project.workspace, tx: tx)
        try CounterStore.add(-1, to: CounterStore.annotations, of: project.id, in: tx)
        let telling = AnswerEvents(project: project, task: task, actor: actor)
        let facts: [String: JSONValue] = [
            "task": .string(id.rawValue), "item": .string(task.item.rawValue),
            "annotation": .string(answer.id.rawValue), "after_ms": JSONValue(max(0, now.since(answer.createdAt))),
        ]
        try services.ledger.append(
            [try telling.draft(.annotationUndone, subject: answer.id.rawValue, facts)], in: tx)
        tx.hint("work")
        return try HeldTask.read(
            again, lease: lease, project: project, suggestions: services.suggestions, tx)
    }
}
