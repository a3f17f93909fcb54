import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Takes a person's verdict on an answer of the model or of people.
public struct SubmitReview: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The review task.
        public var task: TaskID
        /// The verdict.
        public var body: Body

        /// An input.
        public init(task: TaskID, body: Body) {
            self.task = task
            self.body = body
        }
    }

    /// The verdict.
    public struct Body: Sendable, Codable, Hashable {
        /// The number of the lease; nil means the one the person holds.
        public var fence: Int?
        /// The verdict.
        public var decision: ReviewDecision
        /// The right answer, with `correct`.
        public var value: JSONValue?
        /// Active milliseconds as the screen measured them, idle time cut.
        public var activeMs: Int?
        /// What the reviewer adds.
        public var reason: String?

        /// A body.
        public init(
            fence: Int? = nil, decision: ReviewDecision, value: JSONValue? = nil, activeMs: Int? = nil,
            reason: String? = nil
        ) {
            self.fence = fence
            self.decision = decision
            self.value = value
            self.activeMs = activeMs
            self.reason = reason
        }
    }

    /// The review.
    public struct Output: Sendable, Codable, Hashable {
        /// Its id.
        public var review: ReviewID
        /// The task.
        public var task: TaskID
        /// The verdict.
        public var decision: ReviewDecision
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        if let reason = input.body.reason, reason.count > 10_000 {
            throw Problem(.invalid, "comment_too_long", "A reason has at most 10,000 characters.", at: "/reason")
        }
        let now = services.clock.now
        let output = try await services.database.write { tx -> Output? in
            if let first = try ReviewStore.find(of: worker, on: input.task, tx) {
                return try replay(first, input)
            }
            let found = try LeaseHolding.find(
                input.task, fence: input.body.fence, of: actor, services: services, now: now, tx)
            guard case .held(let task, let lease, let project) = found else { return nil }
            let writing = ReviewWriting(services: services, project: project, actor: actor, now: now, tx: tx)
            return try writing.write(input.body, by: worker, task: task, lease: lease)
        }
        guard let output else { throw LeaseHolding.lost(input.task) }
        return output
    }

    private func replay(_ first: Review, _ input: Input) throws -> Output {
        guard first.decision == input.body.decision, first.after == (input.body.value ?? first.after) else {
            throw Problem(
                .conflict, "already_answered", "You have reviewed this already, differently.",
                facts: ["review": first.id.rawValue])
        }
        return Output(review: first.id, task: input.task, decision: first.decision)
    }
}

/// One review inside its transaction.
private struct ReviewWriting {
    let services: Services
    let project: Project
    let actor: Actor
    let now: Instant
    let tx: any WriteTransaction

    func write(
        _ body: SubmitReview.Body, by worker: WorkerID, task: WorkTask, lease: Lease
    ) throws -> SubmitReview.Output {
        guard task.kind == .review, let before = task.details["value"] else {
            throw Problem(.conflict, "wrong_task_kind", "This is not a review task: send an annotation.", at: "/task")
        }
        let after = try corrected(body, before: before)
        let target = task.details["target"]?.string ?? "ai"
        let review = Review(
            id: services.random.id(at: now), worker: worker, target: target, decision: body.decision, before: before,
            after: after, reason: body.reason,
            activeMs: ActiveTime.milliseconds(measured: body.activeMs, claimedAt: lease.claimedAt, now: now),
            createdAt: now)
        try ReviewStore.insert(review, of: task, in: tx)
        try LeaseStore.end(lease, at: now, reason: .answered, in: tx)
        try ProgressStore.add(answers: 1, of: worker, in: project.id, project.workspace, tx: tx)
        let ended = task.answered(endingLease: true, settleAt: now).ended(.resolved, at: now)
        try TaskStore.save(ended, in: tx)
        try TaskStore.countEnd(of: ended, in: tx)
        try services.ledger.append([try event(review, task)], in: tx)
        try follow(review, task: ended)
        tx.hint("work")
        return SubmitReview.Output(review: review.id, task: task.id, decision: review.decision)
    }

    private func corrected(_ body: SubmitReview.Body, before: JSONValue) throws -> JSONValue? {
        guard body.decision == .correct else { return nil }
        guard let value = body.value else {
            throw Problem(.invalid, "bad_value", "A correction says what is right.", at: "/value")
        }
        let after = try project.question.normalize(value).value
        let kind = try QuestionKinds.named(project.question.kind)
        guard !kind.agrees(before, after, for: project.question) else {
            throw Problem(
                .invalid, "bad_value", "A correction differs from the answer; accept it otherwise.", at: "/value")
        }
        return after
    }

    /// What the verdict means for the item: nothing new, a settled answer, or an adjudicator's task.
    private func follow(_ review: Review, task: WorkTask) throws {
        switch review.decision {
        case .correct:
            try settle(review.after, review, task)
        case .accept:
            if review.target == "ai" { try settle(review.before, review, task) }
        case .reject, .abstain:
            if review.decision == .abstain, review.target == "human" { return }
            let new = NewTask(
                id: services.random.id(at: now), item: task.item, kind: .adjudicate, purpose: task.purpose,
                priority: task.priority, dueAt: task.dueAt, blind: true, decision: task.decision,
                details: [
                    "of": .string(task.id.rawValue), "reasons": ["rejected"],
                    "votes": [
                        [
                            "value": review.before ?? .null, "unsure": false,
                            "comment": JSONValue(orNull: review.reason),
                            "simulated": .bool(task.details["simulated"]?.bool ?? false),
                        ]
                    ],
                ], createdAt: now)
            try TaskStore.insert(new, project: project, in: tx)
        }
    }

    private func settle(_ value: JSONValue?, _ review: Review, _ task: WorkTask) throws {
        guard let value, let item = try ItemStore.find(task.item, in: task.workspace, tx) else { return }
        let label = try QuestionKinds.named(project.question.kind).label(of: value)
        let resolved = Resolved(
            item: item, task: task, value: value, label: label, source: .review, purpose: task.purpose, votes: 1,
            unsure: false, lastDecider: review.worker, posterior: nil)
        try LabelStore.save(resolved, method: "review", at: now, in: tx)
        var facts: [String: JSONValue] = [
            "item": .string(item.id.rawValue), "task": .string(task.id.rawValue), "method": "review",
            "source": "review", "purpose": .string(task.purpose.rawValue), "role": .string(item.role.rawValue),
            "human": true, "votes": [], "agreeing_pairs": 0, "pairs": 0,
        ]
        facts.merge(try AnswerEvents.valueFacts(value, label: label)) { _, new in new }
        try services.ledger.append(
            [
                try AnswerEvents(project: project, task: task, actor: actor).draft(
                    .consensusResolved, subject: item.id.rawValue, facts)
            ], in: tx)
        try FollowResolution.run(resolved, project: project, services: services, as: actor, now: now, in: tx)
    }

    private func event(_ review: Review, _ task: WorkTask) throws -> EventDraft {
        let kind = try QuestionKinds.named(project.question.kind)
        let facts: [String: JSONValue] = [
            "target": .string(review.target), "decision": .string(review.decision.rawValue),
            "before": JSONValue(orNull: review.before.flatMap(kind.label(of:))),
            "after": JSONValue(orNull: review.after.flatMap(kind.label(of:))), "item": .string(task.item.rawValue),
            "task": .string(task.id.rawValue), "active_ms": JSONValue(review.activeMs),
            "seeded": .bool(task.purpose == .seeded), "simulated": .bool(actor.isSimulated),
        ]
        return try AnswerEvents(project: project, task: task, actor: actor).draft(
            .reviewDecided, subject: review.id.rawValue, facts)
    }
}
