import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemWork

/// How the loop stands: what arrived, what the model decides with, what people have to do, what happened lately.
public struct ViewHome: UseCase {
    /// Which project.
    public struct Input: Sendable {
        /// The project.
        public var project: ProjectID

        /// The home of a project.
        public init(project: ProjectID) { self.project = project }
    }

    /// What the home page shows.
    public struct Output: Sendable {
        /// Items there are.
        public var items: Int
        /// Items with a settled answer.
        public var resolved: Int
        /// Answers given.
        public var annotations: Int
        /// Decisions taken, by whomever.
        public var decisions: Int
        /// Decisions that the model took.
        public var automatic: Int
        /// Decisions that wait for a person.
        public var open: Int
        /// The number of the live model.
        public var model: Int?
        /// When it went live.
        public var modelSince: Instant?
        /// The newest trained model that is not live.
        public var challenger: Int?
        /// Whether the visitor may put it in place.
        public var mayPromote: Bool
        /// The certificate in force.
        public var certificate: Certificate?
        /// The newest certificate that ended.
        public var ended: Certificate?
        /// What waits for the visitor.
        public var waiting: WaitingForMe.Waiting?
        /// What waits although nobody may take it, and why.
        public var blocked: [BlockedWork]
        /// What changed the course lately, newest first.
        public var interventions: [Event]
        /// Names of workers by id, with whether they are simulated, for whoever acted in `interventions`.
        public var names: [String: (name: String, simulated: Bool)]
    }

    private static let kinds: [EventKind] = [
        .certificateIssued, .certificateWithdrawn, .certificateVoided, .modelPromoted, .modelRolledBack, .triggerFired,
        .policyChanged,
    ]

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// How the loop stands now.
    /// - Throws: `Problem` no_such_project.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        try Permissions.require(.viewProject, in: input.project, for: actor)
        var waiting: WaitingForMe.Waiting?
        if actor.worker != nil {
            let all = try await WaitingForMe(services).run(.init(project: input.project.rawValue), as: actor)
            waiting = all.items.first
        }
        let mine = waiting
        return try await services.database.read { tx in try Self.read(input.project, actor, mine, tx) }
    }

    private static func read(
        _ project: ProjectID, _ actor: Actor, _ waiting: WaitingForMe.Waiting?, _ tx: any ReadTransaction
    ) throws -> Output {
        let counts = try CounterStore.values(of: project, tx)
        let live = try LiveModelStore.find(project, tx)
        let model = try live.flatMap { try ModelStore.find($0.model, tx) }
        let newest = try ModelStore.newest(of: project, arm: .withPeople, tx)
        let challenger = newest.flatMap { $0.id == live?.model || $0.state != .candidate ? nil : $0 }
        let certificates = try CertificateStore.list(of: project, before: nil, limit: 20, tx)
        let recent = try kinds.flatMap { kind in
            try EventStore.newest(
                EventFilter(workspace: actor.workspace, project: project, kind: kind.rawValue), before: nil, limit: 6,
                tx)
        }
        let interventions = Array(recent.sorted { $0.id > $1.id }.prefix(6))
        return Output(
            items: counts[CounterStore.items] ?? 0, resolved: counts[CounterStore.resolved] ?? 0,
            annotations: counts[CounterStore.annotations] ?? 0, decisions: counts[DecisionCounters.all] ?? 0,
            automatic: counts[DecisionCounters.auto] ?? 0, open: counts[DecisionCounters.open] ?? 0,
            model: model?.number, modelSince: live?.since,
            challenger: challenger?.number,
            mayPromote: try challenger.map { try GetModel.view($0, for: actor, tx).mayPromote ?? false } ?? false,
            certificate: certificates.first { $0.state == .valid },
            ended: certificates.first { $0.state == .withdrawn || $0.state == .voided }, waiting: waiting,
            blocked: try BlockedWork.read(project, tx),
            interventions: interventions, names: try names(interventions.map(\.actor), tx))
    }

    private static func names(
        _ actors: [String], _ tx: any ReadTransaction
    ) throws -> [String: (name: String, simulated: Bool)] {
        var names: [String: (name: String, simulated: Bool)] = [:]
        for id in Set(actors) {
            guard let row = try tx.row("SELECT name, simulated FROM worker WHERE id = \(id)") else { continue }
            names[id] = (try row.text("name"), try row.bool("simulated"))
        }
        return names
    }
}
