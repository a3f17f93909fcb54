import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// The heavy steps of a training, each on a thread of its own.
struct TrainingStep: Sendable {
    let job: Job
    let project: Project
    let request: TrainingRequest
    let frozen: LabeledRows
    let hash: String
    let signal: JobSignal
    let services: Services

    /// Trains one arm and judges it.
    func train(_ arm: Arm, _ snapshot: Snapshot, from start: Double, span: Double) async throws -> TrainedArm {
        let rows = try await LabeledRows.load(.train, of: snapshot, from: services.database)
        try signal.check()
        let began = services.clock.now
        let what = arm == .withPeople ? "training the challenger" : "training the arm without people's new labels"
        signal.report(start, what)
        let learners = try LearnerParameters(json: request.parameters, learner: request.learner).learners
        let (job, project, signal) = (job, project, signal)
        let fitted = try await OwnThread.run("tandem-train") {
            try ModelFitting(
                rows: rows, schema: project.schema, labels: Self.classes(of: project), learners: learners,
                seed: job.seed,
                progress: { done in
                    try signal.check()
                    signal.report(start + span * 0.9 * done, what)
                }
            ).run()
        }
        let trained = services.clock.now
        let blob = try await services.blobs.put(try fitted.artifact.bytes)
        let model = ModelVersion(
            id: services.random.id(at: trained), workspace: project.workspace, project: project.id, number: 0,
            state: .candidate, arm: arm, learner: fitted.artifact.learner, parameters: fitted.artifact.settings,
            blob: blob, snapshot: snapshot.id, parent: snapshot.details.parent, job: job.id, seed: job.seed,
            calibration: fitted.calibration, trainedBy: job.createdBy, createdAt: trained)
        let evaluation = try await judge(model.id, fitted.artifact)
        return TrainedArm(
            model: model, snapshot: snapshot, evaluation: evaluation, trainMilliseconds: trained.since(began),
            evaluateMilliseconds: services.clock.now.since(trained))
    }

    /// The live model's evaluation on the frozen labels, if it has none yet.
    func champion() async throws -> (model: ModelVersion, evaluation: Evaluation)? {
        let (project, hash) = (project, hash)
        let live = try await services.database.read { tx -> ModelVersion? in
            guard let live = try LiveModelStore.find(project.id, tx),
                try !EvaluationStore.hashes(of: live.model, tx).contains(hash)
            else { return nil }
            return try ModelStore.find(live.model, in: project.workspace, tx)
        }
        guard let live else { return nil }
        try signal.check()
        let artifact = try await services.liveModels.artifact(of: live)
        return (live, try await judge(live.id, artifact))
    }

    private func judge(_ model: ModelID, _ artifact: ModelArtifact) async throws -> Evaluation {
        let now = services.clock.now
        let (project, frozen, hash) = (project, frozen, hash)
        return try await OwnThread.run("tandem-judge") {
            try ModelEvaluation(
                model: model, artifact: artifact, rows: frozen, schema: project.schema,
                labels: project.question.labels.map(\.value), positiveLabel: project.settings.positiveLabel,
                fairnessColumn: project.settings.fairnessColumn
            ).run(hash: hash, at: now)
        }
    }

    /// The question's labels; of two, the positive one comes second, since margins are its log-odds.
    static func classes(of project: Project) -> [String] {
        let labels = project.question.labels.map(\.value)
        guard labels.count == 2, labels.first == project.settings.positiveLabel else { return labels }
        return labels.reversed()
    }
}
