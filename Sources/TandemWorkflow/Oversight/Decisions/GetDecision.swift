import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Shows a decision with what the world told of it.
public struct GetDecision: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The decision.
        public var decision: DecisionID

        /// An input.
        public init(decision: DecisionID) { self.decision = decision }
    }

    /// The decision.
    public struct Output: Sendable, Codable, Hashable {
        /// The decision.
        public var decision: DecisionView
        /// What the world told, oldest first.
        public var outcomes: [OutcomeView]
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try await services.database.read { tx in
            let decision = try DecisionAccess.find(input.decision, for: .viewDecisions, as: actor, tx).decision
            let view = DecisionView(decision, for: actor)
            // What the world told would tell a blind reader the answer as well.
            let outcomes = view.withheld ? [] : try OutcomeStore.list(of: decision.id, tx)
            return Output(decision: view, outcomes: outcomes.map { OutcomeView($0) })
        }
    }
}

/// Finds decisions for those who may see them.
enum DecisionAccess {
    static func find(
        _ id: DecisionID, for action: Action, as actor: Actor, _ tx: any ReadTransaction
    ) throws -> (decision: Decision, role: Role?) {
        let decision = try DecisionStore.find(id, in: actor.workspace, tx)
        do {
            return (decision, try Permissions.require(action, in: decision.project, for: actor))
        } catch let problem where problem.kind == .notFound {
            throw Problem.noSuch("decision", id.rawValue)
        }
    }
}
