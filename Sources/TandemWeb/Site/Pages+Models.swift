import HTTPTypes
import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork
import TandemWorkflow

extension Pages {
    /// Models: versions, the comparison, training, promotion and rollback.
    var models: [Endpoint] {
        [
            page("/models") { visit in .html(try await modelsPage(visit, problem: nil)) },
            page("/models/{model}") { visit in .html(try await examinationPage(visit, told: nil, problem: nil)) },
            form("/models/{model}/review") { visit in try await review(visit) },
            form("/models/retrain") { visit in
                try await change(visit) {
                    _ = try await RequestTraining(services).run(.init(project: visit.slug), as: visit.actor)
                }
            },
            form("/models/{model}/promote") { visit in
                try await change(visit) {
                    let input = PromoteModel.Input(model: try visit.call.id("model", what: "model"))
                    _ = try await PromoteModel(services).run(input, as: visit.actor)
                }
            },
            form("/models/{model}/rollback") { visit in
                try await change(visit) {
                    let input = RollBackModel.Input(project: visit.slug, to: try visit.call.id("model", what: "model"))
                    _ = try await RollBackModel(services).run(input, as: visit.actor)
                }
            },
            page("/jobs/{job}") { visit in try await jobFragment(visit) },
            form("/jobs/{job}/cancel") { visit in
                try await change(visit) {
                    _ = try await CancelJob(services).run(visit.call.id("job", what: "job"), as: visit.actor)
                }
            },
        ]
    }

    /// Does it and leads back; a refusal is told on the page.
    private func change(_ visit: Visit, _ act: @Sendable () async throws -> Void) async throws -> Answer {
        do {
            try await act()
            return .seeOther(SiteURL.models(visit.slug))
        } catch let problem as Problem where problem.isForPeople {
            return .html(
                try await modelsPage(visit, problem: problem.message), status: ProblemAnswer.status(problem.kind))
        }
    }

    /// The running job alone; once it has ended, the browser reads the whole page again.
    private func jobFragment(_ visit: Visit) async throws -> Answer {
        let job = try await GetJob(services).run(visit.call.id("job", what: "job"), as: visit.actor)
        guard job.project == visit.project.id else { throw Problem.noSuch("job", job.id.rawValue) }
        let html = try templates.render(JobViews(visit: visit, now: services.clock.now).card(job))
        let answer = Answer.html(html)
        guard job.state.isFinal, let refresh = HTTPField.Name("HX-Refresh") else { return answer }
        var headers = answer.headers
        headers[refresh] = "true"
        return Answer(status: .ok, headers: headers, body: answer.body)
    }

    private func modelsPage(_ visit: Visit, problem: String?) async throws -> String {
        let listed = try await ListModels(services).run(.init(project: visit.slug, limit: 50), as: visit.actor)
        let jobs =
            visit.mayDo(.viewJobs)
            ? try await ListJobs(services).run(.init(project: visit.slug, limit: 1), as: visit.actor).items : []
        let (roster, settled) = try await services.database.read { tx in
            (
                try Roster.read(listed.items.map(\.trainedBy), in: visit.actor.workspace, tx),
                try CounterStore.values(of: visit.project.id, tx)[CounterStore.resolved] ?? 0
            )
        }
        let views = ModelViews(visit: visit, models: listed, roster: roster, settled: settled)
        let running = jobs.first.map { !$0.state.isFinal } ?? false
        let comparison = try await comparison(visit, views)
        let jobViews = JobViews(visit: visit, now: services.clock.now)
        let page = ModelsPage(
            shell: Shell.of(visit, title: "Models", here: SiteURL.models(visit.slug), live: SiteURL.live(visit.slug)),
            lead: listed.items.isEmpty
                ? "A model learns from settled answers."
                : "Each version, what it learned from, and how the newest compares on cases no model has seen.",
            retrainAction: SiteURL.models(visit.slug) + "/retrain", canRetrain: visit.mayDo(.trainModel) && !running,
            retrainNote: running ? "A model is being trained." : views.retrainNote, problem: problem,
            job: jobs.first.flatMap { jobViews.isNews($0) ? jobViews.card($0) : nil }, comparison: comparison,
            versions: listed.items.map(views.row), noVersions: listed.items.isEmpty ? views.none : nil)
        return try templates.render(page)
    }

    /// The newest model against the live one; alone when there is no other.
    private func comparison(_ visit: Visit, _ views: ModelViews) async throws -> ModelComparison? {
        guard let newest = views.models.items.first(where: { $0.arm == .withPeople }) else { return nil }
        do {
            let found = try await CompareModels(services).run(.init(project: visit.slug), as: visit.actor)
            let challenger = try await GetModel(services).run(found.challenger.id, as: visit.actor)
            return ComparisonViews(visit: visit, found: found, challenger: challenger).card
        } catch let problem as Problem where problem.kind == .conflict {
            return newest.state == .candidate ? views.alone(newest, note: problem.message) : nil
        }
    }
}

extension Problem {
    /// Whether it is worth telling on the page where it came up, rather than on a page of its own.
    var isForPeople: Bool { [.invalid, .forbidden, .conflict, .changed, .throttled].contains(kind) }
}

/// A training job as pages show it.
struct JobViews: Sendable {
    let visit: Visit
    let now: Instant

    /// Running, or ended within the last hour.
    func isNews(_ job: JobView) -> Bool {
        job.endedAt.map { now.since($0) < 3_600_000 } ?? true
    }

    func card(_ job: JobView) -> JobCard {
        let href = SiteURL.job(visit.slug, job.id)
        let isRunning = !job.state.isFinal
        return JobCard(
            jobID: job.id.rawValue, jobTitle: "Training a new model",
            jobState: job.isCanceling ? "stopping" : job.state.rawValue, tone: tone(job.state), running: isRunning,
            refreshHref: href,
            canCancel: isRunning && !job.isCanceling && (visit.mayDo(.cancelJob) || job.createdBy == visit.actor.id),
            cancelAction: href + "/cancel", formToken: visit.csrf,
            percent: PlotNumber.text(100 * job.progress, decimals: 0),
            jobText: text(job))
    }

    private func tone(_ state: JobState) -> Tone {
        switch state {
        case .queued, .canceled: .neutral
        case .running: .info
        case .done: .good
        case .failed: .bad
        }
    }

    private func text(_ job: JobView) -> String {
        if let why = job.problem?["message"]?.string { return why }
        var parts = job.message.map { [$0] } ?? []
        if let started = job.startedAt {
            let spent = max(0, (job.endedAt ?? now).since(started))
            parts.append(job.state.isFinal ? "took \(Show.duration(spent))" : "\(Show.duration(spent)) so far")
        } else if job.state == .queued {
            parts.append("waits for a server with room")
        }
        return (parts + ["seed \(job.seed)"]).joined(separator: " · ")
    }
}
