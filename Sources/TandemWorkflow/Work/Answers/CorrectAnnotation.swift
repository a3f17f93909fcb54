import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Takes another answer of a person in place of an earlier one of theirs: after a look at the model, or any time later.
///
/// The earlier answer stays and the ledger tells of both. Whether the new one counts is `CorrectionRules`'s to say;
/// figures always count the first. When it counts and the task is settled, the answers are looked at once more.
public struct CorrectAnnotation: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The task that was answered.
        public var task: TaskID
        /// The new answer.
        public var body: SubmitAnnotation.Body

        /// An input.
        public init(task: TaskID, body: SubmitAnnotation.Body) {
            self.task = task
            self.body = body
        }
    }

    /// What became of it.
    public struct Output: Sendable, Codable, Hashable {
        /// The answer that was written, or the one that says the same already.
        public var annotation: AnnotationID
        /// The task.
        public var task: TaskID
        /// Whether anything was written.
        public var changed: Bool
        /// `counted`, or `revised` when the first answer goes on counting.
        public var state: AnnotationState
        /// What it means for the item: `unchanged`, `resolved` anew, or `reopened`.
        public var item: String
        /// One sentence for the person.
        public var message: String
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
            try Correction(input: input, services: services, actor: actor, worker: worker, now: now, tx: tx).run()
        }
    }
}

/// One correction inside its transaction.
private struct Correction {
    let input: CorrectAnnotation.Input
    let services: Services
    let actor: Actor
    let worker: WorkerID
    let now: Instant
    let tx: any WriteTransaction

    func run() throws -> CorrectAnnotation.Output {
        let task = try TaskStore.findForChange(input.task, in: actor.workspace, tx)
        let project = try WorkAccess.project(task.project.rawValue, for: .viewProject, as: actor, tx).project
        let given = try AnnotationStore.all(of: worker, on: task, tx)
        guard let first = given.first(where: { $0.state != .revised }), let item = try item(of: task) else {
            throw Problem(
                .conflict, "nothing_to_correct", "You have no answer to this task that stands.",
                facts: ["task": task.id.rawValue])
        }
        let latest = given.last { $0.state == .revised } ?? first
        let answer = try SubmitAnnotation.checked(input.body, project)
        let seen = try LeaseStore.last(of: worker, on: task.id, tx)?.shown?["label_shown"]?.bool ?? false
        let verdict = CorrectionRules.judge(
            first: first, latest: latest, value: answer.value, unsure: answer.unsure, hasSeenModel: seen,
            purpose: task.purpose, role: item.role)
        guard verdict != .same else { return output(latest, changed: false, .unchanged) }
        for old in given where old.state == .revised || (verdict == .counts && old.id == first.id) {
            try AnnotationStore.set(.superseded, of: old.id, at: now, in: tx)
        }
        let new = annotation(answer, of: task, in: project, in: verdict, first: first, seen: seen)
        try AnnotationStore.insert(new, in: tx)
        try services.ledger.append([try event(new, first, latest, task, project, seen: seen)], in: tx)
        var again = SettleTask.Again.unchanged
        if verdict == .counts {
            again = try SettleTask(services: services, project: project, now: now, tx: tx).again(task)
        }
        tx.hint("work")
        return output(new, changed: true, again)
    }

    private func item(of task: WorkTask) throws -> Item? { try ItemStore.find(task.item, in: task.workspace, tx) }

    private func annotation(
        _ answer: SubmitAnnotation.Checked, of task: WorkTask, in project: Project, in verdict: CorrectionRules.Verdict,
        first: Annotation, seen: Bool
    ) -> Annotation {
        Annotation(
            id: services.random.id(at: now), task: task, worker: worker, value: answer.value, label: answer.label,
            unsure: answer.unsure, comment: input.body.comment,
            activeMs: min(max(0, input.body.activeMs ?? 0), 86_400_000),
            mode: seen ? .suggested : .manual, guidelineVersion: project.guidelineVersion,
            state: verdict == .counts ? .counted : .revised,
            details: ["corrects": .string(first.id.rawValue), "after_reveal": .bool(seen && first.mode == .manual)],
            createdAt: now)
    }

    private func event(
        _ new: Annotation, _ first: Annotation, _ latest: Annotation, _ task: WorkTask, _ project: Project, seen: Bool
    ) throws -> EventDraft {
        var facts: [String: JSONValue] = [
            "item": .string(task.item.rawValue), "task": .string(task.id.rawValue),
            "task_kind": .string(task.kind.rawValue), "annotation": .string(new.id.rawValue),
            "first": .string(first.id.rawValue), "replaces": .string(latest.id.rawValue),
            "before": JSONValue(orNull: latest.label), "active_ms": JSONValue(new.activeMs),
            "unsure": .bool(new.unsure), "counted": .bool(new.state == .counted),
            "after_reveal": .bool(seen && first.mode == .manual), "guideline_version": JSONValue(new.guidelineVersion),
            "simulated": .bool(actor.isSimulated),
        ]
        facts.merge(try AnswerEvents.valueFacts(new.value, label: new.label)) { _, added in added }
        return try AnswerEvents(project: project, task: task, actor: actor).draft(
            .annotationCorrected, subject: new.id.rawValue, facts)
    }

    private func output(
        _ annotation: Annotation, changed: Bool, _ again: SettleTask.Again
    ) -> CorrectAnnotation.Output {
        let message =
            switch (changed, annotation.state, again) {
            case (false, _, _): "Nothing changed: this is your answer already."
            case (true, .counted, .unchanged): "Your new answer counts from now on; the first one is kept."
            case (true, .counted, .resolved): "Your new answer counts, and the case has another settled answer now."
            case (true, .counted, .reopened):
                "Your new answer counts; the answers no longer agree, so an expert is asked."
            default: "Your new answer is kept beside the first one, which goes on counting."
            }
        return CorrectAnnotation.Output(
            annotation: annotation.id, task: annotation.task, changed: changed, state: annotation.state,
            item: again.rawValue, message: message)
    }
}
