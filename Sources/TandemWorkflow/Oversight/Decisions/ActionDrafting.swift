import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Drafts the decision about an agent's action: who answers it, the task, what the ledger is told.
///
/// The ledger gets the action's name and hash, never its arguments: those may say something about somebody.
struct ActionDrafting {
    let project: Project
    let actor: Actor
    let role: Role?
    let now: Instant
    /// Whether the item came with this case.
    let isNew: Bool

    /// What is to be written.
    struct Drafted {
        var decision: Decision
        var task: NewTask?
        var events: [EventDraft]
    }

    func draft(
        _ action: AgentAction, _ given: ScoredCase, _ item: Item, _ state: OversightState
    ) throws -> Drafted {
        let policy = state.policy
        let route = ActionRules.route(
            action, policy: policy, item: given.item.prepared.content, askPerson: given.asked.askPerson ?? false,
            monitors: state.alarms)
        let isAuto = route.kind == .auto
        let allowed = ActionAnswer(verdict: .accept, seen: nil, allowed: action, message: nil)
        let decision = Decision(
            id: given.decision, workspace: project.workspace, project: project.id, item: item.id, proposal: nil,
            route: route, auditProbability: 0, certificate: nil, policyVersion: project.policyVersion,
            task: isAuto ? nil : given.task, state: isAuto ? .closed : .open, decider: isAuto ? "auto" : nil,
            value: isAuto ? .string(ActionVerdict.accept.rawValue) : nil,
            deadline: isAuto ? nil : given.asked.deadline ?? policy.deadlineSeconds.map { now.adding(seconds: $0) },
            defaultLabel: isAuto ? nil : ActionVerdict.reject.rawValue,
            callback: isAuto ? nil : given.asked.callback ?? policy.callback, audit: .none, auditDue: nil,
            createdAt: now, closedAt: isAuto ? now : nil, action: action, answer: isAuto ? allowed : nil)
        return Drafted(
            decision: decision, task: isAuto ? nil : task(for: decision, action, policy),
            events: try events(of: decision, action))
    }

    private func task(for decision: Decision, _ action: AgentAction, _ policy: RoutingPolicy) -> NewTask {
        let reasons = decision.route.reasons.map { reason -> JSONValue in
            let text = reason.code == .actionNeedsPerson ? "Needs a person" : reason.text
            return ["code": .string(reason.code.rawValue), "text": .string(text)]
        }
        return NewTask(
            id: decision.task ?? TaskID(rawValue: ""), item: decision.item, kind: .approve, purpose: .decision,
            priority: decision.route.priority ?? policy.priority, dueAt: decision.deadline, overlap: 1, blind: false,
            decision: decision.id, details: ["action": action.json, "reasons": .array(reasons)], createdAt: now)
    }

    private func events(of decision: Decision, _ action: AgentAction) throws -> [EventDraft] {
        let facts: [String: JSONValue] = [
            "item": .string(decision.item.rawValue), "route": .string(decision.route.kind.rawValue),
            "reason": .string(decision.route.reasons.first?.code.rawValue ?? ""),
            "reasons": .array(decision.route.reasons.map { .string($0.code.rawValue) }), "source": "agent",
            "action": .string(action.name), "action_hash": .string(action.hash), "audited": false,
            "audit_probability": 0, "new_item": .bool(isNew),
        ]
        let made = try event(.predictionMade, by: actor, as: role, decision, facts)
        guard decision.state == .closed, let answer = decision.answer else { return [made] }
        let closed = Self.closed(decision, action, answer, by: "auto", worker: nil, waited: 0)
        return [made, try event(.decisionClosed, by: .system(in: project.workspace), as: nil, decision, closed)]
    }

    private func event(
        _ kind: EventKind, by actor: Actor, as role: Role?, _ decision: Decision, _ facts: [String: JSONValue]
    ) throws -> EventDraft {
        try EventDraft(
            kind, by: actor, as: role, project: project.id, subject: decision.id.rawValue,
            correlation: decision.id.rawValue, policyVersion: project.policyVersion, facts: facts)
    }

    /// The facts of a closed decision about an action; arguments are named, never told.
    static func closed(
        _ decision: Decision, _ action: AgentAction, _ answer: ActionAnswer, by decider: String, worker: WorkerID?,
        waited: Int
    ) -> [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "decider": .string(decider), "item": .string(decision.item.rawValue),
            "route": .string(decision.route.kind.rawValue), "wait_ms": JSONValue(waited), "audited": false,
            "action": .string(action.name), "action_hash": .string(action.hash),
            "verdict": .string(answer.verdict.rawValue),
        ]
        facts["worker"] = worker.map { .string($0.rawValue) }
        facts["seen_hash"] = answer.seen.map(JSONValue.string)
        facts["allowed_hash"] = (answer.allowed?.hash).map(JSONValue.string)
        let edited = ActionRules.edited(action, answer)
        if !edited.isEmpty { facts["edited"] = .array(edited.map(JSONValue.string)) }
        return facts
    }

    /// Counts actions apart from cases: they are no model's labels.
    static func count(_ all: [Decision], of project: ProjectID, in tx: any WriteTransaction) throws {
        let actions = all.filter { $0.action != nil }
        let open = actions.count { $0.state == .open }
        try CounterStore.add(actions.count, to: DecisionCounters.actions, of: project, in: tx)
        try CounterStore.add(open, to: DecisionCounters.openActions, of: project, in: tx)
    }
}
