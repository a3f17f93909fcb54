import TandemGovernance
import TandemLedger
import TandemModeling
import TandemRegistry
import TandemStore
import TandemWork

/// Shows where a model errs and for whom, on the frozen evaluation set that it never saw.
public struct ExamineModel: UseCase {
    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// The examination of the model with this id.
    /// - Throws: `Problem` no_such_model, forbidden, conflict without an evaluation set.
    public func run(_ id: ModelID, as actor: Actor) async throws -> ExaminationView {
        let examination = try await Self.load(id, for: .examineModel, as: actor, services)
        return try await OwnThread.run("tandem-examine") { try examination.view() }
    }

    /// Reads the frozen labels and lets the model answer them.
    static func load(
        _ id: ModelID, for action: Action, as actor: Actor, _ services: Services
    ) async throws -> ModelExamination {
        let (model, project, frozen) = try await services.database.read {
            tx -> (ModelVersion, Project, Snapshot) in
            guard let model = try ModelStore.find(id, in: actor.workspace, tx) else {
                throw Problem.noSuch("model", id.rawValue)
            }
            try ModelAccess.require(action, on: model, for: actor)
            guard let frozen = try SnapshotStore.evaluation(of: model.project, tx) else {
                throw Problem(.conflict, "no_evaluation_set", "The project has no evaluation set yet.")
            }
            return (model, try ProjectStore.find(model.project, in: actor.workspace, tx), frozen)
        }
        let rows = try await LabeledRows.load(.evaluate, of: frozen, from: services.database)
        let artifact = try await services.liveModels.artifact(of: model)
        return try await OwnThread.run("tandem-examine") {
            try ModelExamination(model: model, project: project, rows: rows, artifact: artifact)
        }
    }
}
