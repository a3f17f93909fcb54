import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemTabular
import TandemWork
import TandemWorkflow

/// Turns model versions into rows.
struct ModelViews: Sendable {
    let visit: Visit
    let models: ListModels.Output
    let roster: Roster
    /// How many items have a settled answer.
    let settled: Int

    var retrainNote: String {
        guard visit.mayDo(.trainModel) else { return "Your roles here do not include training." }
        guard let live = models.live else { return "\(Show.count(settled)) settled answers" }
        let learned = models.items.first { $0.id == live.model }?.snapshot?.labels
        let more = learned.map { max(0, settled - $0) }
        return more.map { "\(Show.count($0)) answers settled since \(live.name)" }
            ?? "\(Show.count(settled)) settled answers"
    }

    var none: EmptyView {
        let mayWork = visit.mayDo(.claimLabelTask)
        return EmptyView(
            emptyTitle: "No model yet",
            emptyText:
                "Label the first batch, then train the first model. Until one is live, every case goes to people.",
            emptyHref: mayWork ? SiteURL.work(visit.slug) : nil, emptyAction: mayWork ? "Label cases" : nil)
    }

    func row(_ model: ModelView) -> ModelVersionRow {
        let all = model.evaluations.first?.slices.first
        let isPrevious = models.live?.previous == model.id
        return ModelVersionRow(
            number: model.name,
            examineHref: visit.mayDo(.examineModel) ? SiteURL.model(visit.slug, model.id) : nil,
            versionState: state(model),
            arm: model.arm == .withPeople ? "with people’s labels" : "without new labels",
            learner: Self.learner(model.learner), snapshot: model.snapshot.map { String($0.hash.prefix(10)) } ?? "–",
            snapshotNote: model.snapshot.map { "\(Show.count($0.labels)) labels" } ?? "",
            trainedBy: roster.person(model.trainedBy), at: model.createdAt.iso8601, when: Show.minute(model.createdAt),
            accuracy: Self.figure(all, "accuracy"), accuracyInterval: all.map { "n = \(Show.count($0.n))" } ?? "",
            f1: Self.figure(all, all?.metrics["f1"] == nil ? "macro_f1" : "f1"),
            f1Interval: all.map {
                $0.metrics["f1"] == nil ? "macro" : "of \(visit.project.settings.positiveLabel ?? "")"
            } ?? "",
            canRollBack: isPrevious && visit.mayDo(.rollBackModel),
            rollBackAction: SiteURL.model(visit.slug, model.id) + "/rollback",
            rollBackConfirm:
                "Make \(model.name) the live model again? "
                + "The certificate of \(models.live?.name ?? "the live model") is voided."
        )
    }

    private func state(_ model: ModelView) -> BadgeView {
        switch model.state {
        case .live: BadgeView(text: "live", tone: .auto)
        case .retired: BadgeView(text: "retired", tone: .neutral)
        case .candidate:
            model.arm == .withPeople
                ? BadgeView(text: "challenger", tone: .human) : BadgeView(text: "control", tone: .neutral)
        }
    }

    /// A model that there is nothing to compare with, so that a project's first one can be promoted.
    func alone(_ model: ModelView, note: String) -> ModelComparison {
        let all = model.evaluations.first?.slices.first
        let names = ["accuracy", "f1", "macro_f1", "auc", "log_loss"].filter { all?.metrics[$0] != nil }
        return ModelComparison(
            compareTitle: "\(model.name), with nothing to compare it with", challenger: model.name,
            isLive: model.state == .live, verdict: "not compared",
            verdictTone: .neutral,
            basis: models.live == nil
                ? "There is no live model yet. \(Show.count(all?.n ?? 0)) cases were set aside to judge models on."
                : note,
            arms: [.init(armName: model.name, armNote: "challenger", role: .challenger)],
            metrics: names.map { name in
                .init(metric: ComparisonViews.words(name), values: [Self.figure(all, name)], difference: "")
            }, tests: [], promoteNote: ComparisonViews.promoteNote(model), canPromote: model.mayPromote ?? false,
            promoteAction: SiteURL.model(visit.slug, model.id) + "/promote",
            promoteConfirm:
                "Promote \(model.name)? It proposes answers from then on; people decide until a certificate is issued.")
    }

    private static func figure(_ slice: EvaluationView.Slice?, _ name: String) -> String {
        slice?.metrics[name].map(Show.three) ?? "–"
    }

    static func learner(_ name: String) -> String { TaskScreen.words(name) }
}

/// Turns a comparison into what its card shows.
struct ComparisonViews: Sendable {
    let visit: Visit
    let found: ComparisonView
    let challenger: ModelView

    var card: ModelComparison {
        let (before, after) = (found.champion.name, found.challenger.name)
        return ModelComparison(
            compareTitle: isLive
                ? "\(after), now live, against \(before) before it" : "Challenger \(after) against champion \(before)",
            challenger: after, isLive: isLive, verdict: verdict.text, verdictTone: verdict.tone, basis: basis,
            arms: arms,
            metrics: found.againstChampion.metrics.map(metric), tests: tests,
            promoteNote: Self.promoteNote(challenger), canPromote: challenger.mayPromote ?? false,
            promoteAction: SiteURL.model(visit.slug, challenger.id) + "/promote",
            promoteConfirm:
                "Promote \(after)? The certificate of \(before) is voided, "
                + "and cases go to people until a new one is issued."
        )
    }

    private var isLive: Bool { challenger.state == .live }

    /// What the first metric, the accuracy, says.
    private var verdict: BadgeView {
        guard let main = found.againstChampion.metrics.first else {
            return BadgeView(text: "not compared", tone: .neutral)
        }
        if main.isImprovement { return BadgeView(text: "better", tone: .good) }
        if main.isHarm { return BadgeView(text: "worse", tone: .bad) }
        return BadgeView(text: "no clear difference", tone: .neutral)
    }

    private var basis: String {
        let people = challenger.snapshot.map { Show.count($0.newHumanLabels) } ?? "the"
        return "Frozen evaluation set, n = \(Show.count(found.n)), hash \(found.hash.prefix(8))…"
            + (found.withoutPeople == nil
                ? ""
                : " The third arm is \(found.challenger.name) trained without the \(people) new answers of people.")
    }

    private var arms: [ModelComparison.Arm] {
        var arms: [ModelComparison.Arm] = [
            .init(armName: found.champion.name, armNote: isLive ? "before it" : "champion", role: .champion),
            .init(armName: found.challenger.name, armNote: isLive ? "live" : "challenger", role: .challenger),
        ]
        if let control = found.withoutPeople {
            arms.append(.init(armName: control.name, armNote: "without new labels", role: .control))
        }
        return arms
    }

    private func metric(_ metric: ComparisonView.Metric) -> ModelComparison.Metric {
        let interval = "[\(Show.signed(metric.difference.lower)), \(Show.signed(metric.difference.upper))]"
        let difference = Show.signed(metric.difference.value) + " " + interval
        let reach = max(abs(metric.difference.lower), abs(metric.difference.upper), 0.001) * 1.2
        var values = [Show.three(metric.before), Show.three(metric.after)]
        if found.withoutPeople != nil {
            let control = found.againstWithoutPeople?.metrics.first { $0.metric == metric.metric }
            values.append(control.map { Show.three($0.before) } ?? "–")
        }
        return ModelComparison.Metric(
            metric: Self.words(metric.metric), values: values,
            plot: IntervalView(
                estimate: metric.difference.value, low: metric.difference.lower, high: metric.difference.upper, mark: 0,
                axis: -reach...reach, tone: metric.isImprovement ? .good : metric.isHarm ? .bad : .neutral,
                label: "Difference \(Show.signed(metric.difference.value)), 95% interval \(interval)"),
            difference: difference)
    }

    private var tests: [ModelComparison.SignificanceTest] {
        let against = found.againstChampion
        var tests = [
            ModelComparison.SignificanceTest(
                testName: "McNemar", testValue: "p = \(Show.three(against.mcnemarP))",
                testText: "\(found.challenger.name) alone right on \(Show.count(against.onlyAfterRight)), "
                    + "\(found.champion.name) alone on \(Show.count(against.onlyBeforeRight)).")
        ]
        if let people = found.againstWithoutPeople?.metrics.first {
            let points = { (value: Double) in (value > 0 ? "+" : "") + Show.decimal(100 * value) }
            tests.append(
                .init(
                    testName: "Gain due to people", testValue: points(people.difference.value) + " points",
                    testText: "Accuracy with minus without people’s new labels, 95% interval "
                        + "\(points(people.difference.lower)) to \(points(people.difference.upper))."))
        }
        if let relative = against.metrics.first?.relativePercent {
            tests.append(
                .init(
                    testName: "Relative to \(found.champion.name)",
                    testValue: (relative.value > 0 ? "+" : "") + Show.decimal(relative.value) + "%",
                    testText: "Accuracy; the KPI’s target is a rise of 5 to 10%."))
        }
        return tests
    }

    static func promoteNote(_ model: ModelView) -> String {
        if model.state == .live { return "\(model.name) is live." }
        if model.mayPromote ?? false { return "You may promote \(model.name); its author may not." }
        return model.whyNot ?? "You may not promote \(model.name)."
    }

    static func words(_ metric: String) -> String {
        switch metric {
        case "accuracy": "Accuracy"
        case "f1": "F1"
        case "macro_f1": "F1 (macro)"
        case "log_loss": "Log loss (less is better)"
        case "auc": "AUC"
        default: TaskScreen.words(metric)
        }
    }
}
