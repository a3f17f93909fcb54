import TandemGovernance
import TandemLedger
import TandemRegistry
import TandemStatistics
import TandemStore
import TandemTraining
import TandemWork

/// Puts models side by side on the same frozen labels: the challenger against the champion, and against the arm that was
/// trained without people's new labels, which tells what people added.
public struct CompareModels: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The model that is judged; by default the newest challenger.
        public var challenger: ModelID?
        /// What it is judged against; by default the live model, or for the live model the one it was trained after.
        public var champion: ModelID?

        /// A question about two models.
        public init(project: String, challenger: ModelID? = nil, champion: ModelID? = nil) {
            self.project = project
            self.challenger = challenger
            self.champion = champion
        }
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Compares.
    /// - Throws: `Problem` no_such_project, no_such_model, forbidden, conflict when there is nothing to compare.
    public func run(_ input: Input, as actor: Actor) async throws -> ComparisonView {
        let found = try await services.database.read { tx in try Self.look(input, actor, tx) }
        return try await OwnThread.run("tandem-compare") { try found.view() }
    }

    private static func look(_ input: Input, _ actor: Actor, _ tx: any ReadTransaction) throws -> ModelPairing {
        let project = try ProjectStore.find(input.project, in: actor.workspace, tx)
        try Permissions.require(.viewModels, in: project.id, for: actor)
        func model(_ id: ModelID) throws -> ModelVersion {
            guard let model = try ModelStore.find(id, in: actor.workspace, tx), model.project == project.id else {
                throw Problem.noSuch("model", id.rawValue)
            }
            return model
        }
        let live = try LiveModelStore.find(project.id, tx)
        let newest = try ModelStore.newest(of: project.id, arm: .withPeople, tx)
        guard let challenger = try input.challenger.map(model) ?? newest else {
            throw Problem(.conflict, "no_models", "This project has no model yet.")
        }
        let other = input.champion ?? (challenger.id == live?.model ? challenger.parent : live?.model)
        guard let champion = try other.map(model), champion.id != challenger.id else {
            throw Problem(
                .conflict, "nothing_to_compare", "There is no other model to compare \(challenger.versionName) with.")
        }
        guard let hash = try EvaluationStore.common(challenger.id, champion.id, tx),
            let after = try EvaluationStore.find(challenger.id, on: hash, tx),
            let before = try EvaluationStore.find(champion.id, on: hash, tx)
        else {
            throw Problem(.conflict, "not_compared", "The two models were not judged on the same frozen labels.")
        }
        let arm = try challenger.job.flatMap { job in
            try ModelStore.made(by: job, in: project.id, tx).first {
                $0.arm == .withoutPeople && $0.id != challenger.id
            }
        }
        return ModelPairing(
            project: project, challenger: challenger, after: after, champion: champion, before: before, arm: arm,
            without: try arm.flatMap { try EvaluationStore.find($0.id, on: hash, tx) })
    }
}
