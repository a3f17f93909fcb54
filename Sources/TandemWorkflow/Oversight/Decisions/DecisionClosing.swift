import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Settles an open decision, and leaves word for the caller.
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
        if let url = decision.callback { try callBack(url, value: value, by: decider) }
        var facts: [String: JSONValue] = [
            "decider": .string(decider.rawValue), "item": .string(decision.item.rawValue),
            "route": .string(decision.route.kind.rawValue), "wait_ms": JSONValue(now.since(decision.createdAt)),
            "audited": .bool(decision.route.audited), "proposed": JSONValue(orNull: decision.proposal?.label),
        ]
        if let worker { facts["worker"] = .string(worker.rawValue) }
        if let label {
            facts["label"] = .string(label)
        } else if let number = value.number {
            facts["number"] = .number(number)
        }
        if let label, let proposed = decision.proposal?.label { facts["changed"] = .bool(label != proposed) }
        tx.hint("project:\(project.id)")
        return [
            try EventDraft(
                .decisionClosed, by: actor, project: project.id, subject: decision.id.rawValue,
                correlation: decision.id.rawValue, policyVersion: decision.policyVersion, facts: facts)
        ]
    }

    private func callBack(_ url: String, value: JSONValue, by decider: Decider) throws {
        let payload: JSONValue = [
            "type": "decision.closed", "timestamp": .string(now.iso8601),
            "data": [
                "id": .string(decision.id.rawValue), "project": .string(project.slug), "value": value,
                "decider": .string(decider.rawValue), "closed_at": .string(now.iso8601),
            ],
        ]
        let message = Message(
            id: services.random.id(at: now), workspace: project.workspace, project: project.id,
            kind: "decision.closed", url: url, payload: try payload.canonicalString, nextAt: now, createdAt: now)
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
}
