import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Sets what an hour of somebody's work costs from a moment on; the cost per label is made of it.
public struct SetRate: UseCase {
    /// The rate, as the API takes it.
    public struct Body: Codable, Sendable {
        /// Money for an hour, from 0 to 100,000.
        public var perHour: Double
        /// ISO 4217, three capital letters.
        public var currency: String
        /// From when on; now by default.
        public var since: Instant?

        /// A rate.
        public init(perHour: Double, currency: String, since: Instant? = nil) {
            self.perHour = perHour
            self.currency = currency
            self.since = since
        }
    }

    /// What is asked.
    public struct Input: Sendable {
        /// Whose rate.
        public let worker: WorkerID
        /// The project in which one has the right to set it, and they a role; nil for administrators.
        public let project: ProjectID?
        /// The rate.
        public let body: Body

        /// What is asked.
        public init(worker: WorkerID, project: ProjectID? = nil, _ body: Body) {
            self.worker = worker
            self.project = project
            self.body = body
        }
    }

    /// What is so now.
    public struct Output: Codable, Sendable, Equatable {
        /// Whose rate.
        public let worker: WorkerID
        /// The rate.
        public let rate: Rate
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Sets the rate.
    /// - Throws: `Problem` with code `role_missing`, `no_such_worker`, `rate_out_of_range` or `currency_malformed`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.setRate, in: input.project, for: actor)
        let body = input.body
        guard (0...100_000).contains(body.perHour) else {
            throw Problem(.invalid, "rate_out_of_range", "A rate is from 0 to 100,000 an hour.", at: "/per_hour")
        }
        guard body.currency.utf8.count == 3, body.currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw Problem(
                .invalid, "currency_malformed", "A currency is three capital letters, like EUR.", at: "/currency")
        }
        let rate = Rate(since: body.since ?? services.clock.now, perHour: body.perHour, currency: body.currency)
        try await services.database.write { tx in
            guard try RateStore.isWorker(input.worker, of: actor.workspace, in: input.project, tx) else {
                throw Problem.noSuch("worker", input.worker.rawValue)
            }
            try RateStore.set(rate, of: input.worker, in: tx)
            try services.ledger.append(
                [
                    EventDraft(
                        .rateSet, by: actor, as: role, project: input.project, subject: input.worker.rawValue,
                        facts: [
                            "per_hour": .number(rate.perHour), "currency": .string(rate.currency),
                            "since_ms": JSONValue(rate.since.milliseconds),
                        ])
                ], in: tx)
        }
        return Output(worker: input.worker, rate: rate)
    }
}
