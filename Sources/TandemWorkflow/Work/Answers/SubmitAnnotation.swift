import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Takes a person's answer to a label or adjudicate task.
///
/// Sending the same answer again changes nothing and says the same. An answer whose lease has ended still counts while
/// a place is free; otherwise it is kept, marked late, and the person is told.
public struct SubmitAnnotation: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task.
        public var task: TaskID
        /// The answer.
        public var body: Body

        /// An input.
        public init(task: TaskID, body: Body) {
            self.task = task
            self.body = body
        }
    }

    /// The answer.
    public struct Body: Sendable, Codable, Hashable {
        /// The number of the lease; nil means the one the person holds.
        public var fence: Int?
        /// The answer; may be absent when unsure.
        public var value: JSONValue?
        /// Active milliseconds as the screen measured them, idle time cut.
        public var activeMs: Int?
        /// Whether the person is unsure.
        public var unsure: Bool?
        /// What the person adds.
        public var comment: String?

        /// A body.
        public init(
            fence: Int? = nil, value: JSONValue?, activeMs: Int? = nil, unsure: Bool? = nil, comment: String? = nil
        ) {
            self.fence = fence
            self.value = value
            self.activeMs = activeMs
            self.unsure = unsure
            self.comment = comment
        }
    }

    /// What became of the answer; the same members whatever the task's purpose.
    public struct Output: Sendable, Codable, Hashable {
        /// The annotation.
        public var annotation: AnnotationID
        /// The task.
        public var task: TaskID
        /// Whether it counts.
        public var state: AnnotationState
        /// Whether it came after the end of its lease.
        public var late: Bool
        /// One sentence for the person when it does not count.
        public var message: String?
        /// Until when it can be taken back; nil when it cannot.
        public var undoUntil: Instant?
        /// Whether the person may now look at what the model says: after a blind answer to a label task.
        public var canReveal: Bool
    }

    /// An answer as its question's kind stores it.
    typealias Checked = (value: JSONValue?, label: String?, unsure: Bool)

    /// Checks an answer against the question.
    /// - Throws: `Problem` bad_value.
    static func checked(_ body: Body, _ project: Project) throws(Problem) -> Checked {
        let unsure = body.unsure ?? false
        guard let value = body.value, !value.isNull else {
            guard unsure else {
                throw Problem(.invalid, "bad_value", "An answer needs a value, or unsure.", at: "/value")
            }
            return (nil, nil, true)
        }
        let normal = try project.question.normalize(value)
        return (normal.value, normal.label, unsure)
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        if let comment = input.body.comment, comment.count > 10_000 {
            throw Problem(.invalid, "comment_too_long", "A comment has at most 10,000 characters.", at: "/comment")
        }
        let now = services.clock.now
        return try await services.database.write { tx in
            try Submission(input: input, services: services, actor: actor, worker: worker, now: now, tx: tx).run()
        }
    }
}

/// One answer inside its transaction.
private struct Submission {
    typealias Output = SubmitAnnotation.Output

    let input: SubmitAnnotation.Input
    let services: Services
    let actor: Actor
    let worker: WorkerID
    let now: Instant
    let tx: any WriteTransaction

    func run() throws -> Output {
        var task = try TaskStore.findForChange(input.task, in: actor.workspace, tx)
        let project = try WorkAccess.project(task.project.rawValue, for: .viewProject, as: actor, tx).project
        guard task.kind != .review else {
            throw Problem(.conflict, "wrong_task_kind", "This is a review task: send a review.", at: "/task")
        }
        let answer = try SubmitAnnotation.checked(input.body, project)
        let live = try LeaseStore.live(of: worker, on: task.id, tx)
        var lease = try namedLease(task, live: live)
        var events: [EventDraft] = []
        var standing = live
        if let held = live, held.expiresAt <= now {
            let ended = try LeaseEnding.end(
                [held], reason: .expired, by: .system(in: actor.workspace), now: now, in: tx)
            task = ended.tasks.first ?? task
            events = ended.events
            standing = nil
            if lease.fence == held.fence { lease.endedAt = now }
        }
        // Whoever holds a task has no answer to it that stands: answering ends the hold, undoing ends the answer.
        let given = standing == nil ? try AnnotationStore.standing(of: worker, on: task.id, tx) : nil
        let verdict = SubmissionRules.judge(task: task, lease: lease, live: standing, standing: given)
        switch verdict {
        case .answeredBefore(let first):
            try services.ledger.append(events, in: tx)
            return try replay(first, task: task, answer, project)
        case .keptLate:
            return try keep(answer, .late, late: true, task, lease, project, events)
        case .counts(let late, let endingLease):
            if endingLease, let standing { try LeaseStore.end(standing, at: now, reason: .answered, in: tx) }
            let settleAt = now.adding(seconds: settlesAtOnce(project) ? 0 : project.settings.undoSeconds)
            task = task.answered(endingLease: endingLease, settleAt: settleAt)
            // Settling, at once, saves the task as it is then.
            if !(task.isAnswered && settlesAtOnce(project)) { try TaskStore.save(task, in: tx) }
            return try keep(answer, .counted, late: late, task, lease, project, events)
        }
    }

    /// The lease that the answer names; it must be the person's own.
    private func namedLease(_ task: WorkTask, live: Lease?) throws -> Lease {
        if let fence = input.body.fence {
            if let live, live.fence == fence { return live }
            if let lease = try LeaseStore.find(task.id, fence: fence, tx), lease.worker == worker { return lease }
        } else if let live {
            return live
        } else if let last = try LeaseStore.last(of: worker, on: task.id, tx) {
            return last
        }
        throw Problem(
            .conflict, "not_your_lease", "You do not hold this task; claim one first.",
            facts: ["task": task.id.rawValue])
    }

    private func settlesAtOnce(_ project: Project) -> Bool {
        project.settings.undoSeconds == 0 || actor.isSimulated || actor.roles(in: project.id).contains(.program)
    }

    private func replay(
        _ first: Annotation, task: WorkTask, _ answer: SubmitAnnotation.Checked,
        _ project: Project
    ) throws -> Output {
        guard SubmissionRules.isSame(first, value: answer.value, unsure: answer.unsure) else {
            throw Problem(
                .conflict, "already_answered", "You have answered this task already, differently.",
                facts: ["annotation": first.id.rawValue])
        }
        return output(first, late: first.details["late"]?.bool ?? false, task: task, project)
    }

    private func keep(
        _ answer: SubmitAnnotation.Checked, _ state: AnnotationState, late: Bool,
        _ task: WorkTask, _ lease: Lease, _ project: Project, _ events: [EventDraft]
    ) throws -> Output {
        let isSuggested = lease.shown?["label_shown"]?.bool ?? false
        var details: [String: JSONValue] = ["fence": JSONValue(lease.fence)]
        if late { details["late"] = true }
        if let earlier = task.details["repeat_of"] { details["repeat_of"] = earlier }
        let annotation = Annotation(
            id: services.random.id(at: now), task: task, worker: worker, value: answer.value, label: answer.label,
            unsure: answer.unsure, comment: input.body.comment,
            activeMs: ActiveTime.milliseconds(
                measured: input.body.activeMs, claimedAt: lease.claimedAt, now: now),
            mode: isSuggested ? .suggested : .manual, guidelineVersion: project.guidelineVersion, state: state,
            details: .object(details), createdAt: now)
        try AnnotationStore.insert(annotation, in: tx)
        if state == .counted {
            try ProgressStore.add(answers: 1, of: worker, in: project.id, project.workspace, tx: tx)
            try CounterStore.add(1, to: CounterStore.annotations, of: project.id, in: tx)
        }
        let telling = AnswerEvents(project: project, task: task, actor: actor)
        let settles = state == .counted && task.isAnswered && settlesAtOnce(project)
        let known = try settles ? GoldStore.find(with: task.item, in: task.workspace, tx) : nil
        let gold = try settles ? known?.gold : GoldStore.find(task.item, tx)
        try services.ledger.append(
            events + (try telling.submitted(annotation, gold: gold, late: late, shown: lease.shown)), in: tx)
        var current = task
        if settles {
            current = try SettleTask(services: services, project: project, now: now, tx: tx)
                .run(task, answers: task.answers == 1 ? [annotation] : nil, item: known?.item)
        }
        tx.hint("work")
        return output(annotation, late: late, task: current, project)
    }

    private func output(_ annotation: Annotation, late: Bool, task: WorkTask, _ project: Project) -> Output {
        let end = annotation.createdAt.adding(seconds: project.settings.undoSeconds)
        let canUndo = annotation.state == .counted && !task.state.isEnded && end > now
        return Output(
            annotation: annotation.id, task: task.id, state: annotation.state, late: late,
            message: annotation.state == .late
                ? "Your answer came after the task was complete; it is kept but does not count." : nil,
            undoUntil: canUndo ? end : nil, canReveal: task.blind && task.kind == .label)
    }
}
