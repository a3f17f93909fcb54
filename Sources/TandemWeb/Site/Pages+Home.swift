import TandemGovernance
import TandemLedger
import TandemOversight
import TandemWork
import TandemWorkflow

extension Pages {
    /// The loop as a picture, what waits, and its live updates.
    var home: [Endpoint] {
        [
            page("") { visit in
                let state = try await ViewHome(services).run(.init(project: visit.project.id), as: visit.actor)
                return .html(try templates.render(HomeViews(visit: visit, state: state).page))
            },
            page("/live") { visit in
                let beats = await hub.watch("project:\(visit.project.id)")
                return EventStream.answer(beats: beats) { try await liveHome(visit) }
            },
        ]
    }

    private func liveHome(_ visit: Visit) async throws -> [EventStream.Message] {
        let state = try await ViewHome(services).run(.init(project: visit.project.id), as: visit.actor)
        let views = HomeViews(visit: visit, state: state)
        var messages = [
            EventStream.Message(event: "counts", data: try templates.render(views.loop)),
            EventStream.Message(event: "waiting", data: try templates.render(views.waiting)),
            EventStream.Message(event: "interventions", data: try templates.render(views.interventions)),
            EventStream.Message(event: "banners", data: try templates.render(BannersView(banners: views.banners))),
        ]
        if let share = views.share { messages.append(.init(event: "share", data: try templates.render(share))) }
        return messages
    }
}

/// The views of the home page, made from how the loop stands.
struct HomeViews {
    let visit: Visit
    let state: ViewHome.Output

    var page: HomePage {
        let slug = visit.slug
        let mine = state.waiting
        let waits = (mine?.label ?? 0) + (mine?.review ?? 0) + (mine?.adjudicate ?? 0) + (mine?.approve ?? 0)
        return HomePage(
            shell: Shell.of(
                visit, title: "Home", here: SiteURL.home(slug), banners: banners, live: SiteURL.live(slug)),
            headline: waits > 0
                ? "\(Show.count(waits)) \(waits == 1 ? "case waits" : "cases wait") for you"
                : rows.first?.waitingTitle ?? visit.project.name,
            lead: waits > 0
                ? "The model was unsure about them, the audit coin picked them, or there is no certificate yet."
                : rows.first?.waitingText ?? visit.project.question.prompt,
            nextAction: waits > 0
                ? .init(actionHref: SiteURL.work(slug), actionLabel: "Answer the next case")
                : rows.first.map { .init(actionHref: $0.waitingHref, actionLabel: $0.waitingAction) },
            loop: loop, waiting: rows, nothingWaits: nothing, stuck: StuckViews.rows(state.blocked, visit),
            interventions: interventions.interventions,
            ledgerHref: SiteURL.ledger(slug), share: share, certificate: certificate,
            qualityHref: SiteURL.quality(slug),
            hasSteps: !steps.isEmpty, steps: steps)
    }

    var loop: LoopView {
        let closed = state.decisions - state.open
        let human = max(0, closed - state.automatic)
        let share = closed > 0 ? Double(state.automatic) / Double(closed) : 0
        let valid = state.certificate != nil
        return LoopView(
            summary: "\(Show.count(state.decisions)) cases arrived; the model decided \(Show.count(state.automatic)), "
                + "people \(Show.count(human)); \(valid ? "a certificate is valid" : "no certificate is valid").",
            arrived: Show.count(state.decisions), pace: "", model: state.model.map { "v\($0)" } ?? "none",
            modelNote: "", gate: valid ? "Valid" : state.ended == nil ? "None yet" : "Withdrawn",
            gateTone: valid ? .good : .warn, automatic: Show.count(state.automatic),
            automaticShare: closed > 0 ? Show.percent(share) : "", autoFlows: valid,
            autoStroke: String(1 + Int(13 * share)), people: Show.count(human),
            peopleShare: closed > 0 ? Show.percent(1 - share) : "",
            peopleFlows: state.open > 0 || !valid || closed > 0, peopleStroke: String(1 + Int(13 * (1 - share))),
            waiting: "\(Show.count(state.open)) waiting", answers: "\(Show.count(state.annotations)) given",
            retrain: state.challenger.map { "v\($0) trained" } ?? "on request",
            promote: state.challenger.map { "v\($0) awaits approval" } ?? "by another person")
    }

    var waiting: WaitingView {
        WaitingView(waiting: rows, nothingWaits: nothing, stuck: StuckViews.rows(state.blocked, visit))
    }

    private var rows: [WaitingRow] { tasks + approvals }

    /// What only some may settle: a challenger to promote, a certificate to issue.
    private var approvals: [WaitingRow] {
        var rows: [WaitingRow] = []
        if let challenger = state.challenger, state.mayPromote {
            rows.append(
                WaitingRow(
                    figure: "v\(challenger)", tone: .human, waitingTitle: "v\(challenger) waits for your approval",
                    waitingText: "Compare it with the live model on cases that neither has seen, then promote it.",
                    waitingHref: SiteURL.models(visit.slug), waitingAction: "Compare"))
        }
        if let model = state.model, state.certificate == nil, visit.mayDo(.issueCertificate) {
            rows.append(
                WaitingRow(
                    figure: "–", tone: .human, waitingTitle: "v\(model) has no certificate",
                    waitingText: "People decide every case until one is issued.",
                    waitingHref: SiteURL.quality(visit.slug), waitingAction: "Issue one"))
        }
        return rows
    }

    private var tasks: [WaitingRow] {
        guard let mine = state.waiting else { return [] }
        let kinds = [
            (TaskKind.label, mine.label, "Cases to label", "Answer blind or with the model's view beside it.", "Label"),
            (.review, mine.review, "Answers to review", "Accept, correct or reject what was answered.", "Review"),
            (
                .adjudicate, mine.adjudicate, "Disagreements to settle",
                "People answered differently; the votes stand side by side.", "Settle"
            ),
            (
                .approve, mine.approve, "Agents' actions to approve", "Nothing is done until you accept or edit it.",
                "Decide"
            ),
        ]
        return kinds.filter { $0.1 > 0 }.map { kind, count, title, text, action in
            WaitingRow(
                figure: Show.count(count), tone: .human, waitingTitle: title, waitingText: text,
                waitingHref: SiteURL.work(visit.slug, kind), waitingAction: action)
        }
    }

    private var nothing: EmptyView? {
        guard rows.isEmpty else { return nil }
        return EmptyView(
            emptyTitle: "Nothing waits for you", emptyText: "New cases appear here by themselves as they arrive.")
    }

    var interventions: InterventionsView {
        InterventionsView(
            interventions: state.interventions.map { event in
                let (what, kind, tone) = Self.words(event)
                let person = state.names[event.actor]
                return InterventionRow(
                    at: event.occurredAt.iso8601, when: Show.minute(event.occurredAt), what: what,
                    who: person.map { PersonView(name: $0.name, simulated: $0.simulated) }, kind: kind, tone: tone)
            })
    }

    private static func words(_ event: Event) -> (String, String, Tone) {
        switch EventKind(rawValue: event.kind) {
        case .certificateIssued: ("Certificate issued", "certificate", .good)
        case .certificateWithdrawn: ("A monitor withdrew the certificate; traffic goes to people", "withdrawn", .bad)
        case .certificateVoided: ("The certificate was voided: something it binds changed", "voided", .warn)
        case .modelPromoted: ("A model was promoted", "promotion", .auto)
        case .modelRolledBack: ("A model was rolled back", "rollback", .warn)
        case .triggerFired: ("A monitor fired", "trigger", .bad)
        default: (event.kind, "change", .neutral)
        }
    }

    var banners: [BannerView] {
        Banners.of(valid: state.certificate, ended: state.ended, quality: SiteURL.quality(visit.slug))
    }

    var share: ShareView? {
        let closed = state.decisions - state.open
        guard closed > 0 else { return nil }
        let human = Double(max(0, closed - state.automatic)) / Double(closed)
        let people = Show.decimal(100 * human)
        let machine = Show.decimal(100 * (1 - human))
        let isMet = human <= 0.2 && state.certificate != nil
        return ShareView(
            ratio: "\(people) : \(machine)",
            shareLabel: "People decided \(people)% of \(Show.count(closed)) final decisions, the model \(machine)%.",
            peoplePercent: people, machinePercent: machine, shareDetail: "\(Show.count(closed)) final decisions",
            tone: isMet ? .good : .neutral, status: isMet ? "within target" : "above target")
    }

    private var certificate: HomePage.CertificateSummary? {
        guard let valid = state.certificate else { return nil }
        return HomePage.CertificateSummary(
            state: "valid", tone: .good,
            claim: "Automatic decisions err at most \(Show.percent(valid.maxError)) with "
                + "\(Show.percent(valid.confidence)) confidence.",
            detail: "Issued \(Show.minute(valid.issuedAt)); covers \(Show.percent(valid.details.coverage)) of cases.")
    }

    private var steps: [HomePage.NextStep] {
        let slug = visit.slug
        let answered = (state.waiting?.answered ?? 0) > 0
        let challenger = state.challenger.map { "v\($0)" }
        let mayTrain = visit.mayDo(.trainModel)
        let mayIssue = visit.mayDo(.issueCertificate)
        let list: [(Bool, String, String, String?, String)] = [
            (
                answered, "Answer a few cases",
                visit.mayDo(.claimLabelTask)
                    ? "Number keys choose, the next case is there at once." : "Analysts and experts do this.",
                visit.mayDo(.claimLabelTask) ? SiteURL.work(slug) : nil, "Start"
            ),
            (
                challenger != nil, "Retrain",
                challenger.map { "\($0) is trained and judged." }
                    ?? (mayTrain
                        ? "People’s answers train a challenger." : "Analysts, experts and data scientists do this."),
                SiteURL.models(slug), "Models"
            ),
            (
                false, "Have another person promote it",
                challenger == nil
                    ? "Compared with the champion on the frozen evaluation set first."
                    : state.mayPromote
                        ? "You may: you did not train it." : "Somebody else must: a champion who did not train it.",
                SiteURL.models(slug), "Compare"
            ),
            (
                state.certificate != nil, "Issue a certificate",
                mayIssue || state.certificate != nil
                    ? "It says how often automatic decisions may err."
                    : "Data scientists and champions do this.",
                SiteURL.quality(slug), "Certificates and KPIs"
            ),
        ]
        let current = list.firstIndex { !$0.0 }
        return list.enumerated().map { index, step in
            HomePage.NextStep(
                mark: step.0 ? "✓" : String(index + 1),
                state: step.0 ? .done : index == current ? .current : .todo, stepTitle: step.1, stepText: step.2,
                stepHref: step.3, stepAction: step.4)
        }
    }
}
