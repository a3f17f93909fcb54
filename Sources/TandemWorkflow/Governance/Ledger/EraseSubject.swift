import TandemGovernance
import TandemLedger
import TandemOversight
import TandemRegistry
import TandemStore
import TandemTabular
import TandemWork

/// Forgets one subject: destroys the key of what the ledger sealed about them, blanks their items and what people
/// wrote about these, and tells which models had learned from them.
///
/// The ledger keeps its rows, and its chains still verify. A run that is interrupted is finished by running it again.
public struct EraseSubject: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The subject, as the column with the role `subject` names them.
        public let subject: String

        /// What is asked.
        public init(subject: String) { self.subject = subject }
    }

    /// What was forgotten.
    public struct Output: Codable, Sendable, Equatable {
        /// The id under which the ledger remembers that somebody was forgotten.
        public let erasure: String
        /// Items that were blanked.
        public let items: Int
        /// Whether something was sealed about them and can be read no more.
        public let keyDestroyed: Bool
        /// Models that had learned from their items: to be retrained or kept, which is a person's decision.
        public let models: [ModelID]
        /// Whether old bytes were overwritten at once; if not, readers stood in the way and the log keeps them a while.
        public var overwritten: Bool
    }

    private static let itemsPerTransaction = 200

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Forgets the subject.
    /// - Throws: `Problem` with code `role_missing` unless the actor may erase in every project that knows the subject,
    ///   or `no_such_subject`; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let subject = input.subject
        let projects = try await services.database.read { tx in
            try ErasureStore.projects(of: subject, in: actor.workspace, tx)
        }
        let role = try permit(projects, actor)
        let now = services.clock.now
        let (items, models) = try await eraseItems(subject, by: actor, at: now)
        let id = services.random.id(IDs.SubjectKey.self, at: now).rawValue
        var output = try await services.database.write { tx in
            let key = try SubjectKeys.erase(subject: subject, workspace: actor.workspace, at: now, in: tx)
            if key == nil, items == 0 {
                throw Problem(.notFound, "no_such_subject", "Nothing is known of this subject here.")
            }
            let output = Output(
                erasure: key ?? id, items: items, keyDestroyed: key != nil, models: models.sorted(), overwritten: false)
            try services.ledger.append(
                [
                    EventDraft(
                        .dataErased, by: actor, as: role, subject: output.erasure,
                        facts: [
                            "of": "subject", "items": JSONValue(items), "key_destroyed": .bool(output.keyDestroyed),
                            "models": .array(output.models.map { .string($0.rawValue) }),
                        ])
                ], in: tx)
            tx.hint("items")
            return output
        }
        output.overwritten = await Scrubbing.run(
            services.database, ErasureStore.tables + ["decision", "outbox", "subject_key"])
        return output
    }

    /// An administrator may always; somebody else must have the right wherever the subject is known.
    private func permit(_ projects: [ProjectID], _ actor: Actor) throws -> Role? {
        if actor.isAdministrator || actor.isSystem {
            return try Permissions.require(.eraseSubject, in: nil, for: actor)
        }
        let anywhere = actor.roles.keys.sorted().first {
            !actor.roles(in: $0).isDisjoint(with: Action.eraseSubject.roles)
        }
        let role = try Permissions.require(.eraseSubject, in: anywhere, for: actor)
        for project in projects { try Permissions.require(.eraseSubject, in: project, for: actor) }
        return role
    }

    /// In short transactions, so that a subject with many items does not hold everybody else up.
    private func eraseItems(
        _ subject: String, by actor: Actor, at now: Instant
    ) async throws -> (count: Int, models: Set<ModelID>) {
        var count = 0
        var models: Set<ModelID> = []
        while true {
            let erased = try await services.database.write { tx in
                let items = try ErasureStore.erase(
                    subject, in: actor.workspace, limit: Self.itemsPerTransaction, at: now, in: tx)
                try closeTasks(on: items, by: actor, at: now, in: tx)
                for decision in try DecisionStore.eraseActions(about: items, in: tx) {
                    let project = try DecisionStore.find(decision, in: actor.workspace, tx).project
                    try OutboxStore.erase(about: decision, in: project, tx: tx)
                }
                return (items.count, try LineageStore.models(trainedOn: items, tx))
            }
            if erased.0 == 0 { return (count, models) }
            count += erased.0
            models.formUnion(erased.1)
        }
    }

    /// Nobody is to be asked about an item that says nothing any more.
    private func closeTasks(
        on items: [ItemID], by actor: Actor, at now: Instant, in tx: any WriteTransaction
    ) throws {
        var events: [EventDraft] = []
        for item in items {
            for task in try TaskStore.list(of: item, tx) where try TaskStore.close(task, at: now, in: tx) {
                events.append(
                    try EventDraft(
                        .taskClosed, by: actor, project: task.project, subject: task.id.rawValue,
                        correlation: task.decision?.rawValue ?? item.rawValue,
                        facts: [
                            "task": .string(task.id.rawValue), "item": .string(item.rawValue),
                            "kind": .string(task.kind.rawValue), "reason": "erased",
                        ]))
            }
        }
        try services.ledger.append(events, in: tx)
    }
}
