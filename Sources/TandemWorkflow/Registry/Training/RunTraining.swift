import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Trains what a job asks for: the challenger, and the arm without people's new labels, on the same seed and settings,
/// judged on the same frozen labels as the live model.
public struct RunTraining: JobHandler {
    /// A handler of training jobs.
    public init() {}

    /// Training jobs.
    public var kind: String { TrainingRequest.jobKind }

    /// Trains and judges; everything is written in the transaction that ends the job.
    public func run(_ job: Job, _ signal: JobSignal, _ services: Services) async throws -> JobResult {
        let request = try TrainingRequest(json: job.input)
        guard let id = job.project else { throw Problem(.internal, "bad_job_input", "The job has no project.") }
        let project = try await services.database.read { tx in try ProjectStore.find(id, in: job.workspace, tx) }
        signal.report(0.01, "taking a snapshot of the settled labels")
        let snapshots = try await SnapshotTaking(job: job, project: project, arms: request.arms, services: services)
            .run()
        guard let evaluation = snapshots[.evaluation] else {
            throw Problem(.internal, "no_evaluation_set", "The project has no evaluation set.")
        }
        let frozen = try await LabeledRows.load(.evaluate, of: evaluation, from: services.database)
        let step = TrainingStep(
            job: job, project: project, request: request, frozen: frozen, hash: evaluation.hash, signal: signal,
            services: services)
        var trained: [TrainedArm] = []
        for (place, arm) in request.arms.enumerated() {
            guard let snapshot = snapshots[arm.purpose] else {
                throw Problem(.internal, "no_snapshot", "The job has no snapshot for \(arm.rawValue).")
            }
            let span = 0.9 / Double(request.arms.count)
            trained.append(try await step.train(arm, snapshot, from: 0.05 + span * Double(place), span: span))
        }
        signal.report(0.96, "judging the live model on the same labels")
        let champion = try await step.champion()
        return TrainingResult(
            job: job, project: project, arms: trained, champion: champion, evaluation: evaluation
        ).result
    }
}

extension Arm {
    /// The purpose of the snapshot that it is trained on.
    var purpose: Snapshot.Purpose {
        switch self {
        case .withPeople: .withPeople
        case .withoutPeople: .withoutPeople
        }
    }
}

/// One arm, trained and judged.
struct TrainedArm: Sendable {
    let model: ModelVersion
    let snapshot: Snapshot
    let evaluation: Evaluation
    let trainMilliseconds: Int
    let evaluateMilliseconds: Int
}
