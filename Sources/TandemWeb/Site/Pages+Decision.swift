import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// One decision with all that led to it.
    func decisionPage(_ visit: Visit, _ id: DecisionID) async throws -> String {
        let found = try await GetDecision(services).run(.init(decision: id), as: visit.actor)
        guard found.decision.project == visit.project.id else { throw Problem.noSuch("decision", id.rawValue) }
        let views = try await views(visit, [found.decision])
        let item = try await services.database.read { tx in
            try ItemStore.find(found.decision.item, in: visit.actor.workspace, tx)
        }
        let certificates =
            visit.mayDo(.viewCertificates)
            ? try await ListCertificates(services).run(.init(project: visit.slug, limit: 100), as: visit.actor).items
            : []
        let certificate = certificates.first { $0.state != .refused && $0.covers(found.decision) }
        let single = SingleDecision(
            views: views, decision: found.decision, outcomes: found.outcomes, item: item, certificate: certificate,
            explanation: try await explanation(of: found.decision, views))
        return try templates.render(single.page)
    }

    /// Why the model leans its way; nil unless the model that decided is the live one still and the visitor may see it.
    private func explanation(of decision: DecisionView, _ views: DecisionViews) async throws -> ExplanationView? {
        let visit = views.visit
        guard visit.mayDo(.listItems), !views.isHidden(decision), decision.modelVersion != nil else { return nil }
        do {
            let found = try await ExplainItem(services).run(.init(item: decision.item), as: visit.actor)
            guard found.suggestion.modelVersion == decision.modelVersion, let why = found.suggestion.explanation else {
                return nil
            }
            let label = views.label(found.suggestion.label)
            let parts = why.contributions.prefix(12)
            let margin = why.base + why.contributions.reduce(0) { $0 + $1.margin }
            return ExplanationView(
                unit: "margin (\(why.unit)) toward \(label)",
                exactness: "Exact for this learner. Starts at \(Show.signed(why.base)); "
                    + "all features together lead to the margin \(Show.signed(margin)).",
                towardLow: "away from \(label)", towardHigh: "toward \(label)",
                bars: ContributionBar.bars(
                    parts.map { (TaskScreen.words($0.feature), $0.value ?? "missing", $0.margin) }))
        } catch let problem as Problem where problem.kind == .conflict {
            return nil
        }
    }
}

extension CertificateView {
    /// Whether it was valid when a decision was taken.
    func covers(_ decision: DecisionView) -> Bool {
        if let certificate = decision.certificate { return certificate == id }
        return issuedAt <= decision.createdAt && endedAt.map { $0 > decision.createdAt } ?? true
    }
}

/// The parts of one decision's page.
struct SingleDecision: Sendable {
    let views: DecisionViews
    let decision: DecisionView
    let outcomes: [OutcomeView]
    let item: Item?
    let certificate: CertificateView?
    let explanation: ExplanationView?

    private var visit: Visit { views.visit }
    private var isHidden: Bool { views.isHidden(decision) }

    var page: DecisionPage {
        let here = SiteURL.decisions(visit.slug)
        return DecisionPage(
            shell: Shell.of(visit, title: "Decision", here: here, live: SiteURL.live(visit.slug)), backHref: here,
            id: decision.id.rawValue, headline: headline, lead: lead, route: decision.route.rawValue,
            routeTone: views.tone(decision.route),
            taskHref: taskHref,
            reasons: decision.reasons.map { reason in
                .init(
                    code: DecisionViews.words(reason.code), tone: DecisionViews.tone(reason.code),
                    sentence: isHidden ? "Told in full once people have answered." : reason.text)
            }, explanation: explanation, action: ActionCards.card(decision, views), correction: correction,
            timeline: timeline, facts: facts, hasScores: decision.action == nil, scores: scores, scoresNote: scoresNote,
            schemaVersion: "\(visit.project.schema.columns.count) columns", inputs: inputs)
    }

    private var taskHref: String? {
        guard decision.state == .open else { return nil }
        if decision.action != nil {
            return visit.mayDo(.claimReviewTask) ? SiteURL.work(visit.slug, .approve) : nil
        }
        return visit.mayDo(.claimLabelTask) ? SiteURL.work(visit.slug) : nil
    }

    private var correction: String? {
        guard let at = decision.correctedAt, let first = decision.firstValue else { return nil }
        return "Corrected \(Show.minute(at)): people had decided \(views.text(first)) first. "
            + "The ledger keeps both, and the caller was told again."
    }

    private var headline: String {
        let key = views.key(decision)
        if let action = decision.action {
            return "\(key): \(action.name), " + ActionCards.state(decision).0
        }
        guard decision.state == .closed else { return "\(key): waits for a person" }
        let by =
            switch decision.decider {
            case "auto": "decided automatically"
            case "deadline": "decided by its deadline"
            default: "decided by a person"
            }
        return "\(key): \(views.text(decision.value)), \(by)"
    }

    private var lead: String {
        if decision.action != nil {
            return decision.state == .open
                ? "An agent wants to do this; nothing is done until it is allowed."
                : "An agent asked before acting; this is what it was told."
        }
        if isHidden { return "What the model proposed is hidden until people have answered." }
        guard let label = decision.label, let probability = decision.probability else {
            return "The model proposed nothing."
        }
        return "Model \(decision.modelVersion ?? "") proposed \(views.label(label)) "
            + "with probability \(Show.three(probability))."
    }

    private var timeline: [TimelineEntry] {
        func entry(_ what: String, _ at: Instant, _ tone: Tone, _ who: PersonView? = nil) -> TimelineEntry {
            TimelineEntry(what: what, at: at.iso8601, when: Show.second(at), who: who, tone: tone)
        }
        let coin = "probability \(Show.three(decision.auditProbability))"
        var entries = [entry("Case arrived", decision.createdAt, .neutral)]
        if decision.action != nil {
            entries.append(entry("An agent proposed it", decision.createdAt, .auto))
        } else if !isHidden {
            entries.append(
                entry(
                    "Audit coin with \(coin): \(decision.audited ? "audited" : "not audited")", decision.createdAt,
                    .neutral))
            let said = decision.label.map { "proposed \(views.label($0))" } ?? "proposed nothing"
            entries.append(entry("Model \(decision.modelVersion ?? "") \(said)", decision.createdAt, .auto))
        }
        if decision.route == .human { entries.append(entry("Went to people", decision.createdAt, .human)) }
        if let closed = decision.closedAt {
            let tone: Tone = decision.decider == "auto" ? .auto : .human
            let who = decision.correctedAt == nil ? views.decider(decision) : nil
            let value = decision.firstValue ?? decision.value
            entries.append(entry("Settled: \(views.text(value))", closed, tone, who))
        }
        if let corrected = decision.correctedAt {
            entries.append(
                entry("Corrected to \(views.text(decision.value))", corrected, .warn, views.decider(decision)))
        }
        return entries
            + outcomes.map { outcome in
                entry(
                    "Outcome from \(outcome.source): \(views.text(outcome.value))", outcome.observedAt,
                    outcome.value == decision.value ? .good : .bad)
            }
    }

    private var answer: String {
        decision.action != nil && decision.state == .open ? "none yet" : views.text(decision.value)
    }

    private var facts: [LabeledValue] {
        var facts = [
            LabeledValue(label: "Item", value: views.key(decision)),
            LabeledValue(label: "Proposal", value: views.proposal(decision)),
            LabeledValue(
                label: decision.provisional ? "Provisional answer" : "Final answer",
                value: decision.provisional && isHidden ? "hidden until answered" : answer),
            LabeledValue(label: "Policy", value: "version \(decision.policyVersion)"),
            LabeledValue(label: "Time to the answer", value: views.latency(decision)),
        ]
        if decision.action == nil {
            facts.insert(
                LabeledValue(label: "Certificate", value: decision.certificate?.rawValue ?? "none covers it"), at: 3)
        }
        if !isHidden, decision.action == nil {
            let audit = decision.audited ? "drawn, \(decision.audit.rawValue)" : "not drawn"
            facts.append(
                LabeledValue(
                    label: "Audit coin", value: "probability \(Show.three(decision.auditProbability)), \(audit)"))
        }
        if let deadline = decision.deadline {
            let fallback = decision.defaultLabel.map { ", then \(views.text(.string($0)))" } ?? ""
            facts.append(LabeledValue(label: "Deadline", value: Show.minute(deadline) + fallback))
        }
        return facts
    }

    private var scores: [DecisionPage.Score] {
        if isHidden { return [] }
        return decision.scores.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { label, probability in
            let threshold = certificate?.labels.first { $0.label == label }?.threshold
            return .init(
                label: views.label(label), percent: PlotNumber.text(100 * probability),
                thresholdPercent: threshold.map { PlotNumber.text(100 * $0) }, probability: Show.three(probability))
        }
    }

    private var scoresNote: String {
        if isHidden { return "Hidden until people have answered." }
        if decision.scores.isEmpty { return "No model scored this case." }
        guard let certificate else { return "No certificate was valid: nothing was automatic." }
        let never = certificate.labels.filter { $0.threshold == nil }.map { views.label($0.label) }
        return "The line marks where an answer may be automatic."
            + (never.isEmpty ? "" : " Never automatic: \(never.joined(separator: ", ")).")
    }

    /// The columns that this visitor may see.
    private var inputs: [LabeledValue] {
        guard let item, item.erasedAt == nil else {
            return [LabeledValue(label: "Content", value: "erased")]
        }
        let visible: Set<ColumnRole> = visit.mayDo(.listItems) ? Set(ColumnRole.allCases) : [.feature, .time]
        return visit.project.schema.columns.filter { visible.contains($0.role) && $0.role != .target }.map { column in
            let value = item.content[column.name]
            return LabeledValue(
                label: TaskScreen.words(column.name),
                value: value.map { $0.isNull ? "missing" : $0.string ?? views.text($0) } ?? "missing")
        }
    }
}
