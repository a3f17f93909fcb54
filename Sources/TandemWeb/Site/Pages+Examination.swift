import TandemGovernance
import TandemLedger
import TandemWorkflow

extension Pages {
    func examinationPage(_ visit: Visit, told: String?, problem: String?) async throws -> String {
        let id: ModelID = try visit.call.id("model", what: "model")
        let found = try await ExamineModel(services).run(id, as: visit.actor)
        return try templates.render(
            ExaminationViews(visit: visit, found: found).page(told: told, problem: problem))
    }

    /// Has an expert look at a cohort's errors, or at the suspected labels; tells how many tasks there are.
    func review(_ visit: Visit) async throws -> Answer {
        do {
            let cohort = visit.call.form["cohort"].flatMap { $0.isEmpty ? nil : $0 }
            let made = try await AskForReview(services).run(
                .init(model: try visit.call.id("model", what: "model"), body: .init(cohort: cohort)), as: visit.actor)
            let told =
                "\(Show.count(made.created)) review tasks wait for an expert now"
                + (made.skipped > 0 ? "; \(Show.count(made.skipped)) labels wait for one already." : ".")
            return .html(try await examinationPage(visit, told: told, problem: nil))
        } catch let problem as Problem where problem.isForPeople || problem.code == "no_such_cohort" {
            return .html(
                try await examinationPage(visit, told: nil, problem: problem.message),
                status: ProblemAnswer.status(problem.kind))
        }
    }
}

/// Turns an examination into its page.
struct ExaminationViews: Sendable {
    let visit: Visit
    let found: ExaminationView

    func page(told: String?, problem: String?) -> ExaminationPage {
        ExaminationPage(
            shell: Shell.of(visit, title: found.name, here: SiteURL.models(visit.slug), live: nil),
            backHref: SiteURL.models(visit.slug), headline: found.name,
            lead: "On \(Show.count(found.n)) frozen labels that no model has learned from it errs on "
                + "\(Show.percent(found.errorRate)).",
            told: told, problem: problem, missing: found.missing,
            reviewAction: SiteURL.model(visit.slug, found.model) + "/review", canReview: visit.mayDo(.askForReview),
            cohorts: found.cohorts.isEmpty ? nil : found.cohorts.map(cohort),
            noCohorts: found.cohorts.isEmpty
                ? "None of \(Show.count(found.tested)) candidates was confirmed by labels that had no part in finding it."
                : nil,
            groups: found.groups.map(column), suspects: found.suspects.isEmpty ? nil : found.suspects.map(suspect),
            suspectsNote: found.suspects.isEmpty
                ? "The model finds no settled label hard to believe."
                : "\(Show.count(found.suspects.count)) settled labels that the model, which never saw them, doubts "
                    + "(confident learning). Either may be wrong: let an expert look.")
    }

    private func cohort(_ cohort: ExaminationView.Cohort) -> ExaminationPage.Cohort {
        let (value, low, high) = (
            cohort.errorRate.value ?? 0, cohort.errorRate.lower ?? 0, cohort.errorRate.upper ?? 1
        )
        return ExaminationPage.Cohort(
            words: cohort.words, n: Show.count(cohort.n), rate: Show.percent(value),
            plot: IntervalView(
                estimate: value, low: low, high: high, mark: cohort.elsewhere, axis: 0...1, tone: .bad,
                label: "Error rate \(Show.percent(value)), 95% interval \(Show.percent(low)) to \(Show.percent(high))"),
            elsewhere: Show.percent(cohort.elsewhere), excess: Show.decimal(cohort.excess))
    }

    private func column(_ column: ExaminationView.Grouped) -> ExaminationPage.Column {
        let names = Self.figures.filter { name, _ in column.groups.contains { $0.figures[name] != nil } }
        return ExaminationPage.Column(
            column: TaskScreen.words(column.column),
            basis: column.positive.map { "positive means “\($0)”" } ?? "share answered right",
            figures: names.map(\.words),
            rows: column.groups.map { group in
                ExaminationPage.Group(
                    group: group.name, n: Show.count(group.n),
                    note: group.judged ? nil : "too few labels to judge",
                    cells: names.map { Self.cell(group.figures[$0.name]) })
            },
            gaps: column.gaps.map { gap in
                let cell = Self.cell(gap.gap)
                return ExaminationPage.Gap(gap: Self.gap(gap.name), value: cell.value, interval: cell.interval)
            })
    }

    private func suspect(_ suspect: ExaminationView.Suspect) -> ExaminationPage.Suspect {
        ExaminationPage.Suspect(
            item: Show.short(suspect.item.rawValue), itemHref: SiteURL.item(visit.slug, suspect.item),
            given: suspect.given, suggested: suspect.suggested, score: Show.three(suspect.score))
    }

    private static let figures: [(name: String, words: String)] = [
        ("selection_rate", "Called positive"), ("true_positive_rate", "Positives found"),
        ("false_positive_rate", "False alarms"), ("accuracy_score", "Right"),
    ]

    private static func cell(_ figure: ExaminationView.Figure?) -> ExaminationPage.Cell {
        guard let value = figure?.value else { return ExaminationPage.Cell(value: "–", interval: "undefined") }
        guard let low = figure?.lower, let high = figure?.upper else {
            return ExaminationPage.Cell(value: Show.percent(value), interval: "")
        }
        return ExaminationPage.Cell(
            value: Show.percent(value), interval: "\(Show.percent(low)) to \(Show.percent(high))")
    }

    private static func gap(_ name: String) -> String {
        switch name {
        case "demographic_parity_difference": "Gap in positives called (demographic parity)"
        case "equalized_odds_difference": "Gap in errors (equalized odds)"
        case "accuracy_score_difference": "Gap in accuracy"
        default: TaskScreen.words(name)
        }
    }
}
