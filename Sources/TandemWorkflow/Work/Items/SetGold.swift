import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular
import TandemWork

/// Sets the known answers of items; people are measured by them, unannounced.
public struct SetGold: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The answers.
        public var body: Body
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(project: String, body: Body, onceKey: String? = nil) {
            self.project = project
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// The answers.
    public struct Body: Sendable, Codable, Hashable {
        /// One to 1,000 answers.
        public var items: [Answer]

        /// A body.
        public init(items: [Answer]) { self.items = items }
    }

    /// One known answer.
    public struct Answer: Sendable, Codable, Hashable {
        /// The item's key or id.
        public var item: String
        /// The right answer.
        public var value: JSONValue

        /// An answer.
        public init(item: String, value: JSONValue) {
            self.item = item
            self.value = value
        }
    }

    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// How many known answers were set.
        public var set: Int
    }

    private let services: Services

    /// Over these services.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard (1...1000).contains(input.body.items.count) else {
            throw Problem(.invalid, "bad_count", "Send 1 to 1,000 known answers at a time.", at: "/items")
        }
        let now = services.clock.now
        let request = try Wire.encode(input.body) + Array(input.project.utf8)
        return try await services.database.write { tx in
            try Once.run(
                key: input.onceKey, operation: "SetGold", request: request, actor: actor, now: now, in: tx
            ) { try set(input, as: actor, now: now, in: tx) }.output
        }
    }

    private func set(_ input: Input, as actor: Actor, now: Instant, in tx: any WriteTransaction) throws -> Output {
        let (project, role) = try WorkAccess.project(input.project, for: .setGold, as: actor, tx)
        var events: [EventDraft] = []
        for (place, answer) in input.body.items.enumerated() {
            let item =
                try ItemID(checking: answer.item).flatMap { try ItemStore.find($0, in: actor.workspace, tx) }
                ?? ItemStore.find(key: answer.item, in: project.id, tx)
            guard let item, item.project == project.id else {
                throw Problem(
                    .notFound, "no_such_item", "There is no item \(answer.item) here.", at: "/items/\(place)/item")
            }
            let (value, label) = try project.question.normalize(answer.value)
            try GoldStore.set(
                item, value: value, label: label, source: "set", by: actor.id, workspace: project.workspace, at: now,
                in: tx)
            var facts: [String: JSONValue] = ["item": .string(item.id.rawValue), "source": "set"]
            facts.merge(try AnswerEvents.valueFacts(value, label: label)) { _, new in new }
            events.append(
                try EventDraft(
                    .goldSet, by: actor, as: role, project: project.id, subject: item.id.rawValue,
                    correlation: item.id.rawValue, policyVersion: project.policyVersion, facts: facts))
        }
        try services.ledger.append(events, in: tx)
        return Output(set: input.body.items.count)
    }
}
