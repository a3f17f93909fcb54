import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStore

/// Shows a model with its evaluations, and whether the one who asks may put it in place.
public struct GetModel: UseCase {
    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// The model with this id.
    /// - Throws: `Problem` no_such_model, forbidden.
    public func run(_ id: ModelID, as actor: Actor) async throws -> ModelView {
        try await services.database.read { tx in
            guard let model = try ModelStore.find(id, in: actor.workspace, tx) else {
                throw Problem.noSuch("model", id.rawValue)
            }
            try ModelAccess.require(.viewModels, on: model, for: actor)
            return try Self.view(model, for: actor, tx)
        }
    }

    /// A model as it is shown to an actor.
    static func view(_ model: ModelVersion, for actor: Actor, _ tx: any ReadTransaction) throws -> ModelView {
        var view = ModelView(
            model, snapshot: try SnapshotStore.find(model.snapshot, tx),
            evaluations: try EvaluationStore.summaries(of: model.id, tx))
        do {
            try Permissions.require(.promoteModel, in: model.project, for: actor)
            try PromoteModel.check(model, by: actor, live: LiveModelStore.find(model.project, tx), tx)
            view.mayPromote = true
        } catch let problem as Problem {
            view.mayPromote = false
            view.whyNot = problem.message
        }
        return view
    }
}
