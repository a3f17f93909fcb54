import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular

/// Takes one live decision: by the model under a certificate, or by a person.
public struct TakeDecision: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The case.
        public var body: LiveCase
        /// The caller's Idempotency-Key.
        public var onceKey: String?

        /// An input.
        public init(project: String, body: LiveCase, onceKey: String? = nil) {
            self.project = project
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// The decision.
    public typealias Output = DecisionView

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> DecisionView {
        let taking = DecisionTaking(services: services, operation: "TakeDecision", onceKey: input.onceKey)
        let taken = try await taking.run(project: input.project, [input.body], isBatch: false, as: actor)
        guard let decision = taken.first else {
            throw Problem(.internal, "no_decision", "The decision was not taken.")
        }
        return decision
    }
}

/// Takes up to 1,000 live decisions in one transaction: all of them, or none when one is malformed.
public struct TakeDecisions: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The cases.
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

    /// The cases.
    public struct Body: Sendable, Codable, Hashable {
        /// 1 to 1,000 cases.
        public var items: [LiveCase]

        /// A batch.
        public init(items: [LiveCase]) { self.items = items }
    }

    /// The decisions, in the order of the cases.
    public struct Output: Sendable, Codable, Hashable {
        /// One for each case.
        public var items: [DecisionView]
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let taking = DecisionTaking(services: services, operation: "TakeDecisions", onceKey: input.onceKey)
        return Output(
            items: try await taking.run(project: input.project, input.body.items, isBatch: true, as: actor))
    }
}
