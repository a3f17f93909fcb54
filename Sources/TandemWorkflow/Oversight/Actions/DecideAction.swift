import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Takes a person's answer to an agent's action: accept, edit, reject or respond.
///
/// The answer names the hash of what the person saw. An answer to other arguments than those that wait is refused, and
/// sending the same answer again changes nothing and says the same.
public struct DecideAction: UseCase {
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
        /// What is said.
        public var verdict: ActionVerdict
        /// The hash of the action on the screen.
        public var seenHash: String
        /// The arguments to take instead, with `edit` alone.
        public var arguments: JSONValue?
        /// What the agent is told; needed with `respond`.
        public var message: String?
        /// Active milliseconds as the screen measured them, idle time cut.
        public var activeMs: Int?

        /// A body.
        public init(
            fence: Int? = nil, verdict: ActionVerdict, seenHash: String, arguments: JSONValue? = nil,
            message: String? = nil, activeMs: Int? = nil
        ) {
            self.fence = fence
            self.verdict = verdict
            self.seenHash = seenHash
            self.arguments = arguments
            self.message = message
            self.activeMs = activeMs
        }
    }

    /// What was decided.
    public struct Output: Sendable, Codable, Hashable {
        /// The task.
        public var task: TaskID
        /// The decision.
        public var decision: DecisionID
        /// The action that was answered.
        public var action: ActionView
        /// The answer as it is kept.
        public var answer: ActionAnswerView
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` `action_changed`, `verdict_invalid`, `lease_ended` and others; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let worker = try WorkAccess.worker(of: actor)
        if let message = input.body.message, message.count > 10_000 {
            throw Problem(.invalid, "comment_too_long", "A message has at most 10,000 characters.", at: "/message")
        }
        let now = services.clock.now
        let output = try await services.database.write { tx in
            try Deciding(input: input, services: services, actor: actor, worker: worker, now: now, tx: tx).run()
        }
        guard let output else { throw LeaseHolding.lost(input.task) }
        return output
    }
}

/// One answer inside its transaction.
private struct Deciding {
    let input: DecideAction.Input
    let services: Services
    let actor: Actor
    let worker: WorkerID
    let now: Instant
    let tx: any WriteTransaction

    /// - Returns: nil when the person does not hold the task.
    func run() throws -> DecideAction.Output? {
        let task = try TaskStore.findForChange(input.task, in: actor.workspace, tx)
        let project = try WorkAccess.project(task.project.rawValue, for: .claimReviewTask, as: actor, tx).project
        guard task.kind == .approve, let id = task.decision else {
            throw Problem(.conflict, "wrong_task_kind", "This task is not about an agent's action.", at: "/task")
        }
        let decision = try DecisionStore.lock(id, in: project.workspace, in: tx)
        guard let action = decision.action else { throw Problem.noSuch("decision", id.rawValue) }
        let answer = try ActionRules.answer(
            to: action, verdict: input.body.verdict, seen: input.body.seenHash, arguments: try arguments(),
            message: input.body.message)
        if decision.state == .closed { return try replay(decision, action, answer, task) }
        let found = try LeaseHolding.find(
            input.task, fence: input.body.fence, of: actor, services: services, now: now, tx)
        guard case .held(let held, let lease, _) = found else { return nil }
        try end(held, lease)
        let closing = DecisionClosing(decision: decision, project: project, services: services, now: now, tx: tx)
        try services.ledger.append(
            try closing.close(action, with: answer, by: .human, worker: worker, as: actor), in: tx)
        tx.hint("work")
        return output(decision, action, answer, task)
    }

    private func arguments() throws(Problem) -> [String: JSONValue]? {
        guard let given = input.body.arguments, !given.isNull else { return nil }
        guard let arguments = given.object else {
            throw Problem(.invalid, "verdict_invalid", "Arguments are a JSON object.", at: "/arguments")
        }
        return arguments
    }

    private func replay(
        _ decision: Decision, _ action: AgentAction, _ answer: ActionAnswer, _ task: WorkTask
    ) throws -> DecideAction.Output {
        guard decision.decider == worker.rawValue else {
            let by =
                decision.decider == "deadline" ? "its deadline has passed: it was rejected" : "it was answered already"
            throw Problem(
                .conflict, "decision_closed", "This action no longer waits: \(by).",
                facts: ["decision": decision.id.rawValue])
        }
        guard decision.answer == answer else {
            throw Problem(
                .conflict, "already_answered", "You have answered this action already, differently.",
                facts: ["decision": decision.id.rawValue])
        }
        return output(decision, action, answer, task)
    }

    private func end(_ task: WorkTask, _ lease: Lease) throws {
        try LeaseStore.end(lease, at: now, reason: .answered, in: tx)
        try ProgressStore.add(answers: 1, of: worker, in: task.project, task.workspace, tx: tx)
        let ended = task.answered(endingLease: true, settleAt: now).ended(.resolved, at: now)
        try TaskStore.save(ended, in: tx)
        try TaskStore.countEnd(of: ended, in: tx)
    }

    private func output(
        _ decision: Decision, _ action: AgentAction, _ answer: ActionAnswer, _ task: WorkTask
    ) -> DecideAction.Output {
        DecideAction.Output(
            task: task.id, decision: decision.id, action: ActionView(action), answer: ActionAnswerView(answer))
    }
}
