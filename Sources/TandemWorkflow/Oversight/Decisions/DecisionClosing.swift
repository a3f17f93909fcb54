import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Settles an open decision or corrects a settled one, and leaves word for the caller.
struct DecisionClosing {
    /// Who settled it, as figures count it.
    enum Decider: String {
        /// A person answered.
        case human
        /// The deadline passed and the default took over.
        case deadline
    }

    let decision: Decision
    let project: Project
    let services: Services
    let now: Instant
    let tx: any WriteTransaction

    /// Closes it with a value.
    /// - Returns: the events to append; empty when it was closed already.
    func close(
        with value: JSONValue, label: String?, by decider: Decider, worker: WorkerID?, as actor: Actor
    ) throws -> [EventDraft] {
        let name = worker?.rawValue ?? decider.rawValue
        guard try DecisionStore.close(decision.id, value: value, decider: name, at: now, in: tx) else { return [] }
        try CounterStore.add(-1, to: DecisionCounters.open, of: project.id, in: tx)
        try callBack("decision.closed", ["value": value, "decider": .string(decider.rawValue), "closed_at": time(now)])
        var facts = self.facts(value, label, by: decider, worker)
        facts["wait_ms"] = JSONValue(now.since(decision.createdAt))
        facts["audited"] = .bool(decision.route.audited)
        return [try event(.decisionClosed, facts, as: actor)]
    }

    /// Puts another value in place of what people had decided; the ledger keeps both, the caller is called once more.
    /// - Returns: the events to append.
    func correct(
        to value: JSONValue, label: String?, worker: WorkerID?, as actor: Actor
    ) throws -> [EventDraft] {
        let name = worker?.rawValue ?? Decider.human.rawValue
        guard try DecisionStore.correct(decision.id, value: value, decider: name, at: now, in: tx) else { return [] }
        let before = decision.value ?? .null
        try callBack(
            "decision.corrected",
            [
                "value": value, "previous": before, "decider": .string(Decider.human.rawValue),
                "closed_at": decision.closedAt.map(time) ?? .null, "corrected_at": time(now),
            ])
        var facts = self.facts(value, label, by: .human, worker)
        if label != nil { facts["before"] = before }
        facts["since_closed_ms"] = JSONValue(decision.closedAt.map(now.since) ?? 0)
        return [try event(.decisionCorrected, facts, as: actor)]
    }

    /// Closes a decision about an agent's action with an answer.
    /// - Returns: the events to append; empty when it was closed already.
    func close(
        _ action: AgentAction, with answer: ActionAnswer, by decider: Decider, worker: WorkerID?, as actor: Actor
    ) throws -> [EventDraft] {
        let name = worker?.rawValue ?? decider.rawValue
        guard try DecisionStore.close(decision, answer: answer, decider: name, at: now, in: tx) else { return [] }
        try CounterStore.add(-1, to: DecisionCounters.openActions, of: project.id, in: tx)
        try callBack(
            "decision.closed",
            [
                "value": .string(answer.verdict.rawValue), "decider": .string(decider.rawValue), "closed_at": time(now),
                "action": action.json, "answer": answer.json,
            ])
        let facts = ActionDrafting.closed(
            decision, action, answer, by: decider.rawValue, worker: worker, waited: now.since(decision.createdAt))
        return [try event(.decisionClosed, facts, as: actor)]
    }

    private func facts(
        _ value: JSONValue, _ label: String?, by decider: Decider, _ worker: WorkerID?
    ) -> [String: JSONValue] {
        var facts: [String: JSONValue] = [
            "decider": .string(decider.rawValue), "item": .string(decision.item.rawValue),
            "route": .string(decision.route.kind.rawValue), "proposed": JSONValue(orNull: decision.proposal?.label),
        ]
        if let worker { facts["worker"] = .string(worker.rawValue) }
        if let label {
            facts["label"] = .string(label)
        } else if let number = value.number {
            facts["number"] = .number(number)
        }
        if let label, let proposed = decision.proposal?.label { facts["changed"] = .bool(label != proposed) }
        return facts
    }

    private func event(_ kind: EventKind, _ facts: [String: JSONValue], as actor: Actor) throws -> EventDraft {
        tx.hint("project:\(project.id)")
        return try EventDraft(
            kind, by: actor, project: project.id, subject: decision.id.rawValue, correlation: decision.id.rawValue,
            policyVersion: decision.policyVersion, facts: facts)
    }

    private func time(_ moment: Instant) -> JSONValue { .string(moment.iso8601) }

    private func callBack(_ kind: String, _ told: [String: JSONValue]) throws {
        guard let url = decision.callback else { return }
        let named: [String: JSONValue] = ["id": .string(decision.id.rawValue), "project": .string(project.slug)]
        let payload: JSONValue = [
            "type": .string(kind), "timestamp": time(now), "data": .object(named.merging(told) { _, told in told }),
        ]
        let message = Message(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id, kind: kind, url: url,
            payload: try payload.canonicalString, nextAt: now, createdAt: now)
        try OutboxStore.insert(message, in: tx)
        tx.hint("outbox")
    }
}

/// The names of the counters that decisions move.
public enum DecisionCounters {
    /// Decisions taken.
    public static let all = "decisions"
    /// Decisions that the model took.
    public static let auto = "decisions_auto"
    /// Decisions that wait for a person.
    public static let open = "decisions_open"
    /// Agents' actions that were proposed; not among the decisions.
    public static let actions = "actions"
    /// Agents' actions that wait for a person.
    public static let openActions = "actions_open"
}
