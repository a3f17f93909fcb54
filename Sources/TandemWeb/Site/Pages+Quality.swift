import HTTPTypes
import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// The certificate and the twelve figures, with the forms that issue and withdraw.
    var quality: [Endpoint] {
        [
            page("/quality") { visit in .html(try await qualityPage(visit, problem: nil)) },
            page("/charts/{figure}") { visit in try await chart(visit) },
            form("/certificates") { visit in
                try await certificate(visit) {
                    let body = IssueCertificate.Body(
                        maxError: try Self.number(visit.call, "max_error"),
                        confidence: try Self.number(visit.call, "confidence"), modelVersion: Self.version(visit.call))
                    _ = try await IssueCertificate(services).run(
                        .init(project: visit.slug, body: body), as: visit.actor)
                }
            },
            form("/certificates/{certificate}/withdraw") { visit in
                try await certificate(visit) {
                    let input = WithdrawCertificate.Input(
                        certificate: try visit.call.id("certificate", what: "certificate"),
                        reason: visit.call.form["reason"] ?? "")
                    _ = try await WithdrawCertificate(services).run(input, as: visit.actor)
                }
            },
        ]
    }

    /// The version of a caller's own model; nil means the live one.
    private static func version(_ call: Call) -> String? {
        let text = (call.form["model_version"] ?? "").trimmingPrefix { $0.isWhitespace }
        let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return words.isEmpty ? nil : words
    }

    private static func number(_ call: Call, _ name: String) throws(Problem) -> Double? {
        guard let text = call.form[name], !text.isEmpty else { return nil }
        guard let number = Double(text), number.isFinite else {
            throw Problem(.invalid, "form_invalid", "\(TaskScreen.words(name)) is not a number.", at: name)
        }
        return number
    }

    /// Does it and leads back; a refusal is told on the page.
    private func certificate(_ visit: Visit, _ act: @Sendable () async throws -> Void) async throws -> Answer {
        do {
            try await act()
            return .seeOther(SiteURL.quality(visit.slug))
        } catch let problem as Problem where problem.isForPeople {
            return .html(
                try await qualityPage(visit, problem: problem.message), status: ProblemAnswer.status(problem.kind))
        }
    }

    /// A figure's course for the browser to draw; needs what the page itself needs.
    private func chart(_ visit: Visit) async throws -> Answer {
        let key = try visit.call.part("figure")
        let figures = try await ComputeKPIs(services).run(.init(project: visit.slug), as: visit.actor)
        let history = try await KPIHistory(services).run(.init(project: visit.slug), as: visit.actor)
        guard FigureViews.charted.contains(key), let series = history.series.first(where: { $0.key == key }),
            let kpi = figures.kpis.first(where: { $0.key == key })
        else { throw Problem.noSuch("figure", key) }
        let spec = ChartSpec.of(series, limit: kpi.limit, title: FigureViews.title(series))
        return .text(try spec.canonicalString, type: "application/json")
    }

    private func qualityPage(_ visit: Visit, problem: String?) async throws -> String {
        let figures = try await ComputeKPIs(services).run(.init(project: visit.slug), as: visit.actor)
        let history = try await KPIHistory(services).run(.init(project: visit.slug), as: visit.actor)
        let certificates = try await certificateViews(visit)
        let kpis = FigureViews(
            kpis: figures.kpis, history: history.series, drawnFor: hasCharts ? visit.slug : nil)
        let page = QualityPage(
            shell: Shell.of(
                visit, title: "Certificates and KPIs", here: SiteURL.quality(visit.slug), live: SiteURL.live(visit.slug)
            ),
            checkpoint: figures.checkpoint.map { "As of checkpoint \(Show.count($0.number)), \(Show.minute($0.at))." }
                ?? "The ledger has no checkpoint yet; figures stand on all that is written.",
            certificateTone: certificates.tone, certificateState: certificates.state,
            certificateClaim: certificates.claim, certificateDetail: certificates.detail,
            missing: certificates.missing, hasThresholds: !certificates.thresholds.isEmpty,
            thresholds: certificates.thresholds, mayIssue: certificates.mayIssue,
            issueAction: SiteURL.certificates(visit.slug), maxError: visit.call.form["max_error"] ?? "0.05",
            confidence: visit.call.form["confidence"] ?? "0.95", modelVersion: visit.call.form["model_version"] ?? "",
            versionHint: certificates.versionHint, callerVersions: certificates.callerVersions,
            issueNote: certificates.issueNote, withdrawAction: certificates.withdrawAction, problem: problem,
            history: certificates.history, metCount: kpis.count(.met), notMetCount: kpis.count(.notMet),
            unprovenCount: kpis.count(.notYetProven), kpis: kpis.cards,
            noKPIs: kpis.cards.isEmpty
                ? EmptyView(
                    emptyTitle: "No KPI can be computed yet",
                    emptyText: "They are queries over the ledger; the first answers bring the first values.") : nil,
            hasCharts: !kpis.charts.isEmpty, charts: kpis.charts)
        return try templates.render(page)
    }

    private func certificateViews(_ visit: Visit) async throws -> CertificateViews {
        let listed = try await ListCertificates(services).run(.init(project: visit.slug, limit: 20), as: visit.actor)
        let models = try await ListModels(services).run(.init(project: visit.slug, limit: 100), as: visit.actor)
        let (roster, versions) = try await services.database.read { tx in
            (
                try Roster.read(listed.items.map(\.issuedBy), in: visit.actor.workspace, tx),
                visit.mayDo(.issueCertificate) ? try DecisionStore.callerVersions(of: visit.project.id, tx) : []
            )
        }
        return CertificateViews(
            visit: visit, listed: listed, models: models, roster: roster, callerVersions: versions)
    }
}
