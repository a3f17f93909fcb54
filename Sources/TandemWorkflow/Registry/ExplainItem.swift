import TandemGovernance
import TandemLedger
import TandemModeling
import TandemStore
import TandemTabular
import TandemWork

/// Tells what the live model says of an item, how sure it is of every label, and why.
public struct ExplainItem: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The item.
        public var item: ItemID

        /// A question about an item.
        public init(item: ItemID) { self.item = item }
    }

    /// What the model says.
    public struct Output: Codable, Sendable, Equatable {
        /// The item.
        public var item: ItemID
        /// The label the model leans to, why, and which model.
        public var suggestion: Suggestion
        /// The calibrated probability of every label that the model knows.
        public var probabilities: [String: Double]
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Explains.
    /// - Throws: `Problem` no_such_item, forbidden for those who may not see models' answers here, conflict when there is no
    ///   live model or the item does not fit it.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let item = try await services.database.read { tx in
            guard let item = try ItemStore.find(input.item, in: actor.workspace, tx),
                actor.isSystem || !actor.roles(in: item.project).isEmpty
            else { throw Problem.noSuch("item", input.item.rawValue) }
            try Permissions.require(.listItems, in: item.project, for: actor)
            return item
        }
        guard let live = try await services.liveModels.current(item.project) else {
            throw Problem(.conflict, "no_live_model", "No model is live in this project.")
        }
        guard item.erasedAt == nil, let content = item.content.object else {
            throw Problem(.conflict, "item_erased", "The item's content was erased.")
        }
        return try Self.output(item.id, content, live)
    }

    private static func output(
        _ item: ItemID, _ content: [String: JSONValue], _ live: LiveModel
    ) throws(Problem) -> Output {
        do throws(RowProblem) {
            let scores = try live.artifact.scores(content)
            let probabilities = Dictionary(zip(live.artifact.classes, scores), uniquingKeysWith: { first, _ in first })
            return Output(
                item: item, suggestion: try LiveSuggestions.suggestion(content, live), probabilities: probabilities)
        } catch {
            throw Problem(
                .conflict, "item_does_not_fit", "The item does not fit the model's columns: \(error.code.rawValue).",
                at: error.column)
        }
    }
}
