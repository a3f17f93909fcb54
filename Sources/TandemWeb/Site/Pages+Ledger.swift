import HTTPTypes
import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// The ledger of a project, and the account's own page.
    var ledger: [Endpoint] {
        [
            page("/ledger") { visit in .html(try await ledger(visit, verification: nil)) },
            form("/ledger/verify") { visit in
                let found = try await VerifyLedger(services).run(.init(project: visit.project.id), as: visit.actor)
                let verdict = LedgerPage.Verification(
                    tone: found.intact ? .good : .bad, verdict: found.intact ? "Intact" : "Broken",
                    verdictText: found.first.map { "\($0)" }
                        ?? "\(Show.count(found.events)) events in \(found.chains) chains and \(found.checkpoints) checkpoints verify."
                )
                return .html(try await ledger(visit, verification: verdict))
            },
            .page(.get, SiteURL.settings) { call in .html(try await settings(call, new: nil)) },
            .page(.post, "/settings/tokens", body: .form) { call in
                let name = call.form["name"] ?? ""
                let made = try await CreateToken(services).run(.init(.init(name: name)), as: call.actor())
                return .html(try await settings(call, new: .init(tokenName: made.name, secret: made.token)))
            },
            .page(.post, "/settings/tokens/{token}/revoke", body: .form) { call in
                let input = RevokeToken.Input(token: try call.id("token", what: "token"))
                _ = try await RevokeToken(services).run(input, as: call.actor())
                return .seeOther(SiteURL.settings)
            },
        ]
    }

    private func ledger(_ visit: Visit, verification: LedgerPage.Verification?) async throws -> String {
        let kind = visit.call.query["kind"].flatMap { $0.isEmpty ? nil : $0 }
        let listed = try await ListEvents(services).run(
            .init(project: visit.project.id, kind: kind, cursor: visit.call.query["cursor"], limit: 50), as: visit.actor
        )
        let here = SiteURL.ledger(visit.slug)
        let names = try await services.database.read { tx in
            try Dictionary(
                uniqueKeysWithValues: tx.rows(
                    "SELECT id, name, simulated FROM worker WHERE workspace_id = \(visit.actor.workspace)"
                ).map {
                    (try $0.text("id"), PersonView(name: try $0.text("name"), simulated: try $0.bool("simulated")))
                })
        }
        let rows = try listed.items.map { event in
            LedgerPage.EventRow(
                sequence: Show.count(event.seq), at: event.recordedAt.iso8601,
                when: Show.moment(event.recordedAt, now: services.clock.now), kind: event.kind,
                who: names[event.actor]
                    ?? PersonView(name: event.actor == "tandem" ? "Tandem" : event.actor, simulated: false),
                actorRole: event.role, subject: event.subject,
                subjectShort: Show.short(event.subject), gist: EventGist.text(event.facts),
                facts: String(try event.facts.canonicalString.prefix(4_000)), sealed: event.sealed,
                hash: String(event.hash.prefix(12)))
        }
        let next = listed.next.map { here + "?cursor=" + $0 + (kind.map { "&kind=" + $0 } ?? "") }
        let page = LedgerPage(
            shell: Shell.of(visit, title: "Ledger", here: here, width: "main-wide"), verifyAction: here + "/verify",
            verification: verification, hasChain: false, chain: [], filterAction: here,
            kinds: [.init(kindValue: "", kindLabel: "All kinds", selected: kind == nil)]
                + EventKind.allCases.map {
                    .init(kindValue: $0.rawValue, kindLabel: $0.rawValue, selected: $0.rawValue == kind)
                }, events: rows,
            noEvents: rows.isEmpty ? EmptyView(emptyTitle: "No such event", emptyText: "Choose another kind.") : nil,
            olderHref: next, rangeText: "\(rows.count) events, newest first")
        return try templates.render(page)
    }

    private func settings(_ call: Call, new: SettingsPage.NewToken?) async throws -> String {
        let actor = try call.actor()
        let mine = try await WhoAmI(services).run(.init(), as: actor)
        let tokens = try await ListTokens(services).run(.init(), as: actor)
        let page = SettingsPage(
            shell: Shell.outside(
                call.signedIn, title: "Settings", projects: try await myProjects(call), width: "main-narrow"),
            lead: "Your account and the tokens that programs use in your name.", newToken: new,
            account: [
                LabeledValue(label: "Name", value: mine.name), LabeledValue(label: "Email", value: mine.email ?? ""),
                LabeledValue(label: "Administrator", value: mine.administrator ? "yes" : "no"),
            ],
            tokens: tokens.items.map { token in
                .init(
                    tokenName: token.name, made: Show.minute(token.createdAt),
                    lastUsed: token.usedAt.map(Show.minute) ?? "never",
                    expires: token.expiresAt.map(Show.minute) ?? "never",
                    revokeAction: "/settings/tokens/\(token.id)/revoke")
            },
            noTokens: tokens.items.isEmpty
                ? EmptyView(emptyTitle: "No tokens", emptyText: "Make one for a script or a service.") : nil,
            createAction: "/settings/tokens")
        return try templates.render(page)
    }
}
