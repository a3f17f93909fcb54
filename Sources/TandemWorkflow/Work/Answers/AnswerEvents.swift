import Crypto
import TandemLedger
import TandemTabular
import TandemWork

/// What the ledger is told of answers: labels, times and ids, never texts.
struct AnswerEvents {
    let project: Project
    let task: WorkTask
    let actor: Actor

    /// `annotation.submitted`, and the verdict on the model's answer when that was in view.
    func submitted(_ answer: Annotation, gold: Gold?, late: Bool, shown: JSONValue?) throws -> [EventDraft] {
        var facts: [String: JSONValue] = [
            "item": .string(task.item.rawValue), "task": .string(task.id.rawValue),
            "task_kind": .string(task.kind.rawValue), "purpose": .string(task.purpose.rawValue),
            "active_ms": JSONValue(answer.activeMs), "mode": .string(answer.mode.rawValue),
            "guideline_version": JSONValue(answer.guidelineVersion), "unsure": .bool(answer.unsure),
            "blind": .bool(task.blind), "late": .bool(late), "counted": .bool(answer.state == .counted),
            "is_gold": .bool(gold != nil), "simulated": .bool(actor.isSimulated),
        ]
        facts.merge(try Self.valueFacts(answer.value, label: answer.label)) { _, new in new }
        if let gold {
            facts.merge(
                Dictionary(
                    uniqueKeysWithValues: try Self.valueFacts(gold.value, label: gold.label).map { ("gold_" + $0, $1) })
            ) { _, new in new }
        }
        if let earlier = answer.details["repeat_of"] { facts["repeat_of"] = earlier }
        var events = [try draft(.annotationSubmitted, subject: answer.id.rawValue, facts)]
        if let verdict = try verdict(on: shown, answer) { events.append(verdict) }
        return events
    }

    /// An answer given with the model's in view is a person's review of the model.
    private func verdict(on shown: JSONValue?, _ answer: Annotation) throws -> EventDraft? {
        guard answer.mode == .suggested, let before = shown?["label"]?.string else { return nil }
        let isAbstaining = answer.unsure || answer.label == nil
        let decision = isAbstaining ? "abstain" : answer.label == before ? "accept" : "correct"
        var facts: [String: JSONValue] = [
            "target": "ai", "decision": .string(decision), "before": .string(before),
            "after": JSONValue(orNull: answer.label), "item": .string(task.item.rawValue),
            "task": .string(task.id.rawValue), "active_ms": JSONValue(answer.activeMs),
            "seeded": .bool(task.purpose == .seeded), "simulated": .bool(actor.isSimulated),
            "annotation": .string(answer.id.rawValue),
        ]
        facts["model_version"] = shown?["model_version"]
        return try draft(.reviewDecided, subject: answer.id.rawValue, facts)
    }

    /// A draft about this task: its case is the decision or the item.
    func draft(_ kind: EventKind, subject: String, _ facts: [String: JSONValue]) throws -> EventDraft {
        try EventDraft(
            kind, by: actor, as: WorkAccess.role(of: actor, for: task.kind, in: project.id), project: project.id,
            subject: subject, correlation: task.decision?.rawValue ?? task.item.rawValue,
            policyVersion: project.policyVersion, facts: facts)
    }

    /// An answer as facts: its label, its number, or the hash of its text.
    static func valueFacts(_ value: JSONValue?, label: String?) throws -> [String: JSONValue] {
        if let label { return ["label": .string(label)] }
        guard let value else { return [:] }
        if let number = value.number { return ["number": .number(number)] }
        let hash = SHA256.hash(data: try value.canonicalBytes).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }
        return ["value_hash": .string(hash.joined())]
    }
}
