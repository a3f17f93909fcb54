import TandemGovernance
import TandemLedger
import TandemOversight
import TandemTabular
import TandemWork
import TandemWorkflow

/// Turns decisions into what the pages show.
struct DecisionViews: Sendable {
    let visit: Visit
    let now: Instant
    let roster: Roster
    /// The keys of items by their ids.
    let keys: [ItemID: String]
    /// What the world told, by decision; the newest.
    let outcomes: [DecisionID: JSONValue]

    func row(_ decision: DecisionView) -> DecisionRow {
        let isHidden = isHidden(decision)
        return DecisionRow(
            id: decision.id.rawValue, href: SiteURL.decision(visit.slug, decision.id), at: decision.createdAt.iso8601,
            time: Show.moment(decision.createdAt, now: now), itemKey: key(decision), proposal: proposal(decision),
            probability: isHidden ? "" : decision.probability.map(Show.three) ?? "–", routeTone: tone(decision.route),
            route: decision.route.rawValue, reasons: decision.reasons.map(badge), decider: decider(decision),
            pending: "waits for a person",
            answer: decision.provisional ? "" : isHidden ? "hidden until answered" : text(decision.value),
            outcome: outcome(decision), latency: latency(decision))
    }

    /// Who may be asked to answer a case blind must not read here what the model says of it.
    func isHidden(_ decision: DecisionView) -> Bool {
        decision.action == nil && (decision.state == .open || decision.audit == .pending)
            && visit.mayDo(.claimLabelTask)
    }

    func key(_ decision: DecisionView) -> String { keys[decision.item] ?? decision.item.rawValue }

    func proposal(_ decision: DecisionView) -> String {
        if let action = decision.action { return action.name }
        if isHidden(decision) { return "hidden until answered" }
        return decision.label.map(label) ?? "none"
    }

    /// A value as people read it.
    func text(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: "no answer"
        case .string(let text): label(text)
        case .number: value?.plain ?? ""
        case .some(let other): (try? other.canonicalString) ?? ""
        }
    }

    func label(_ value: String) -> String {
        visit.project.question.labels.first { $0.value == value }?.text ?? value
    }

    func tone(_ route: Route.Kind) -> Tone { route == .auto ? .auto : .human }

    func decider(_ decision: DecisionView) -> PersonView? {
        switch decision.decider {
        case nil: nil
        case "auto" where decision.action != nil: PersonView(name: "Policy", simulated: false)
        case "auto": PersonView(name: decision.modelVersion.map { "Model \($0)" } ?? "Model", simulated: false)
        case "deadline": PersonView(name: "Deadline", simulated: false)
        case .some(let worker): roster.person(worker)
        }
    }

    func badge(_ reason: RoutingReason) -> BadgeView {
        BadgeView(text: Self.words(reason.code), tone: Self.tone(reason.code))
    }

    static func words(_ code: RoutingReason.Code) -> String {
        switch code {
        case .certified: "certificate valid"
        case .rule: "policy"
        case .labelUncertified: "label not certified"
        case .actionNeedsPerson: "action"
        case .actionAllowed: "policy allows"
        case .modelUncertified: "model not certified"
        default: code.rawValue.replacing("_", with: " ")
        }
    }

    static func tone(_ code: RoutingReason.Code) -> Tone {
        switch code {
        case .certified, .belowThreshold, .actionAllowed: .neutral
        case .askedForPerson: .human
        case .rule, .ruleUndecided: .info
        case .monitorFired: .bad
        default: .warn
        }
    }

    /// Whether what came later agrees with the decision.
    private func outcome(_ decision: DecisionView) -> BadgeView? {
        if isHidden(decision) { return nil }
        if let truth = outcomes[decision.id] {
            return BadgeView(text: text(truth), tone: truth == decision.value ? .good : .bad)
        }
        if decision.correctedAt != nil { return BadgeView(text: "corrected", tone: .warn) }
        return switch decision.audit {
        case .none: nil
        case .pending: BadgeView(text: "audit waits", tone: .info)
        case .agreed: BadgeView(text: "audit agrees", tone: .good)
        case .wrong: BadgeView(text: "audit: wrong", tone: .bad)
        case .unsure: BadgeView(text: "audit unsure", tone: .warn)
        case .missed: BadgeView(text: "audit missed", tone: .warn)
        }
    }

    func latency(_ decision: DecisionView) -> String {
        guard let closed = decision.closedAt else { return "–" }
        let milliseconds = closed.since(decision.createdAt)
        return milliseconds <= 0 ? "at once" : Show.duration(milliseconds)
    }
}
