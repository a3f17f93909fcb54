import TandemTabular

/// An answer to a task, from `annotation.submitted`; names are numbers of `Names`, −1 where there is none.
struct Answer: Dated {
    /// What was asked for; other kinds of tasks are `other`.
    enum TaskKind: UInt8 { case label, adjudicate, other }
    /// Why it was asked.
    enum Purpose: UInt8 { case work, audit, decision, gold, again, seeded, other }

    let at: Moment
    let worker: Int32
    let item: Int32
    let task: Int32
    let value: Int32
    let gold: Int32
    let activeMilliseconds: Int32
    let guideline: Int32
    let kind: TaskKind
    let purpose: Purpose
    /// Whether the model's answer was in view.
    let isSuggested: Bool
    let isUnsure: Bool
    let isSimulated: Bool
    /// Not late beyond use, not taken back, not replaced by a correction.
    var isCounted: Bool

    /// An answer to compare: counted, sure, with a value.
    var isVote: Bool { isCounted && !isUnsure && value >= 0 }
    /// What tells a correction from another answer.
    var key: Int64 { Int64(worker) << 32 | Int64(task) }
}

extension Answer {
    init(_ facts: FactScan, at: Moment, by actor: String, isUndone: Bool, _ names: inout Names) {
        self.at = at
        worker = names.worker(actor)
        item = names.item(facts.text("item"))
        task = names.task(facts.text("task"))
        value = names.value(of: facts)
        gold = names.value(of: facts, "gold_label", "gold_number", "gold_value_hash")
        activeMilliseconds = facts.int("active_ms").flatMap { Int32(exactly: min(max(0, $0), Int(Int32.max))) } ?? -1
        guideline = facts.int("guideline_version").flatMap { Int32(exactly: $0) } ?? -1
        kind =
            switch facts.text("task_kind") {
            case "label": .label
            case "adjudicate": .adjudicate
            default: .other
            }
        purpose =
            switch facts.text("purpose") {
            case "work": .work
            case "audit": .audit
            case "decision": .decision
            case "gold": .gold
            case "repeat": .again
            case "seeded": .seeded
            default: .other
            }
        isSuggested = facts.text("mode") == "suggested"
        isUnsure = facts.flag("unsure") ?? false
        isSimulated = facts.flag("simulated") ?? false
        isCounted = !isUndone && facts.flag("counted") ?? true
    }
}

/// An item's answer was settled, from `consensus.resolved`.
struct Settled: Dated {
    let at: Moment
    let item: Int32
    let value: Int32
    let isAdjudicated: Bool
}

/// An item was found ambiguous, from `item.flagged`.
struct Flagged: Dated {
    let at: Moment
    let item: Int32
}

/// Items came in, from `item.ingested` (one) and `items.imported` (a batch).
struct Ingested: Dated {
    let at: Moment
    let count: Int
}

/// A decision became final, from `decision.closed`.
struct Closing: Dated {
    /// Who had the last word.
    enum Decider: UInt8 { case human, auto, deadline, other }

    let at: Moment
    let decision: Int32
    let decider: Decider
    /// Whether a model had proposed a label.
    let isProposed: Bool
    /// Whether the person's label differs from the proposed one.
    let isChanged: Bool
}

/// A person's verdict on an answer, from `review.decided`.
struct Verdict: Dated {
    /// The verdict.
    enum Decision: UInt8 { case accept, correct, reject, abstain, other }

    let at: Moment
    let worker: Int32
    let item: Int32
    let after: Int32
    /// The decision that the verdict was part of.
    let decision: Int32
    let verdict: Decision
    let isOnModel: Bool
    let isSeeded: Bool
    let isSimulated: Bool
    /// Active time of its own; −1 when it is an annotation's, which carries it already.
    let activeMilliseconds: Int32
}
