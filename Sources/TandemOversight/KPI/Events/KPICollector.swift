import TandemLedger
import TandemTabular

/// Takes events as they are read and keeps what figures need of each.
struct KPICollector {
    let labelCount: Int
    private(set) var names: Names
    private(set) var answers: [Answer] = []
    private(set) var settled: [Settled] = []
    private(set) var flagged: [Flagged] = []
    private(set) var ingested: [Ingested] = []
    private(set) var closings: [Closing] = []
    private(set) var verdicts: [Verdict] = []
    private(set) var plain: [String: [PlainEvent]] = [:]
    private var undone: Set<String> = []

    init(labels: [String]) {
        labelCount = labels.count
        names = Names(labels: labels)
    }

    /// Takes an event; those that undo answers must come before the answers.
    mutating func add(_ event: KPIEvent) throws {
        let at = Moment(milliseconds: event.at.milliseconds, place: event.place)
        switch EventKind(rawValue: event.kind) {
        case .itemIngested: ingested.append(Ingested(at: at, count: 1))
        case .annotationUndone:
            undone.insert(event.subject)
            if let answer = try JSONValue(parsing: event.facts)["annotation"]?.string { undone.insert(answer) }
        case .annotationSubmitted, .consensusResolved, .itemFlagged, .decisionClosed, .reviewDecided:
            try FactScan.with(event.facts) { addFrequent(event, at, $0) }
        case nil: break
        default:
            let facts = try JSONValue(parsing: event.facts)
            if event.kind == EventKind.itemsImported.rawValue {
                ingested.append(Ingested(at: at, count: facts["count"]?.int ?? 0))
            } else {
                plain[event.kind, default: []].append(
                    PlainEvent(
                        at: at, actor: event.actor, subject: event.subject, correlation: event.correlation, facts: facts
                    ))
            }
        }
    }

    private mutating func addFrequent(_ event: KPIEvent, _ at: Moment, _ facts: FactScan) {
        switch EventKind(rawValue: event.kind) {
        case .annotationSubmitted:
            answers.append(
                Answer(facts, at: at, by: event.actor, isUndone: undone.contains(event.subject), &names))
        case .consensusResolved where facts.flag("human") ?? true:
            settled.append(
                Settled(
                    at: at, item: names.item(facts.text("item") ?? event.subject), value: names.value(of: facts),
                    isAdjudicated: facts.text("source") == "adjudication"))
        case .itemFlagged:
            flagged.append(Flagged(at: at, item: names.item(facts.text("item") ?? event.subject)))
        case .decisionClosed where !facts.has("action"):
            closings.append(closing(event, at, facts))
        case .reviewDecided:
            verdicts.append(verdict(event, at, facts))
        default: break
        }
    }

    private mutating func closing(_ event: KPIEvent, _ at: Moment, _ facts: FactScan) -> Closing {
        let decider: Closing.Decider =
            switch facts.text("decider") {
            case "human": .human
            case "auto": .auto
            case "deadline": .deadline
            default: .other
            }
        return Closing(
            at: at, decision: names.decision(event.subject), decider: decider, isProposed: facts.has("proposed"),
            isChanged: facts.flag("changed") ?? false)
    }

    private mutating func verdict(_ event: KPIEvent, _ at: Moment, _ facts: FactScan) -> Verdict {
        let verdict: Verdict.Decision =
            switch facts.text("decision") {
            case "accept": .accept
            case "correct": .correct
            case "reject": .reject
            case "abstain": .abstain
            default: .other
            }
        let isAnswer = facts.has("annotation")
        return Verdict(
            at: at, worker: names.worker(event.actor), item: names.item(facts.text("item")),
            after: names.label(facts.text("after")), decision: names.decision(event.correlation), verdict: verdict,
            isOnModel: facts.text("target") == "ai", isSeeded: facts.flag("seeded") ?? false,
            isSimulated: facts.flag("simulated") ?? false,
            activeMilliseconds: isAnswer ? -1 : facts.int("active_ms").flatMap { Int32(exactly: $0) } ?? -1)
    }
}
