import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular
import TandemWork

/// Posts a cost that is nobody's working hours, such as a platform's fee; the cost per label includes it.
public struct PostCost: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// The cost.
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

    /// The cost, as the API takes it.
    public struct Body: Codable, Sendable, Hashable {
        /// What it was for: `platform`, `quality_control`; letters, digits, `_` and `-`.
        public var kind: String
        /// How much, from −1,000,000,000 (a refund) to 1,000,000,000.
        public var amount: Double
        /// ISO 4217, three capital letters.
        public var currency: String
        /// The first moment it pays for; now by default.
        public var periodStart: Instant?
        /// The end of what it pays for; its start by default.
        public var periodEnd: Instant?

        /// A cost.
        public init(
            kind: String, amount: Double, currency: String, periodStart: Instant? = nil, periodEnd: Instant? = nil
        ) {
            self.kind = kind
            self.amount = amount
            self.currency = currency
            self.periodStart = periodStart
            self.periodEnd = periodEnd
        }
    }

    /// The cost, as it was posted.
    public struct Output: Codable, Sendable, Hashable {
        /// Its id.
        public var id: String
        /// What it was for.
        public var kind: String
        /// How much.
        public var amount: Double
        /// The currency.
        public var currency: String
        /// The first moment it pays for.
        public var periodStart: Instant
        /// The end of what it pays for.
        public var periodEnd: Instant
        /// When it was posted.
        public var postedAt: Instant
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Posts it.
    /// - Throws: `Problem` with code `no_such_project`, `role_missing`, `cost_kind_malformed`, `amount_out_of_range`,
    ///   `currency_malformed` or `period_reversed`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        try Self.check(input.body, now)
        return try await services.database.write { tx in
            let (project, role) = try WorkAccess.project(input.project, for: .postCost, as: actor, tx)
            let request = try Wire.encode(input.body) + Array(project.id.rawValue.utf8)
            return try Once.run(
                key: input.onceKey, operation: "PostCost", request: request, actor: actor, now: now, in: tx
            ) {
                let start = input.body.periodStart ?? now
                let cost = Cost(
                    id: services.random.id(at: now), workspace: project.workspace, project: project.id,
                    kind: input.body.kind, amount: input.body.amount, currency: input.body.currency, periodStart: start,
                    periodEnd: input.body.periodEnd ?? start, postedBy: actor.id, postedAt: now)
                try CostStore.insert(cost, in: tx)
                try services.ledger.append([try Self.posted(cost, by: actor, as: role, project.policyVersion)], in: tx)
                tx.hint("project:\(project.id)")
                return Output(
                    id: cost.id.rawValue, kind: cost.kind, amount: cost.amount, currency: cost.currency,
                    periodStart: cost.periodStart, periodEnd: cost.periodEnd, postedAt: cost.postedAt)
            }.output
        }
    }

    private static func check(_ body: Body, _ now: Instant) throws(Problem) {
        let isPlain = body.kind.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
        }
        guard isPlain, (1...40).contains(body.kind.utf8.count) else {
            throw Problem(
                .invalid, "cost_kind_malformed", "A kind is 1 to 40 letters, digits, _ or -.", at: "/kind")
        }
        guard abs(body.amount) <= 1e9 else {
            throw Problem(.invalid, "amount_out_of_range", "An amount is at most 1,000,000,000.", at: "/amount")
        }
        guard body.currency.utf8.count == 3, body.currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
            throw Problem(
                .invalid, "currency_malformed", "A currency is three capital letters, like EUR.", at: "/currency")
        }
        if let end = body.periodEnd, end < body.periodStart ?? now {
            throw Problem(.invalid, "period_reversed", "A period ends after it starts.", at: "/period_end")
        }
    }

    private static func posted(
        _ cost: Cost, by actor: Actor, as role: Role?, _ policy: String
    ) throws -> EventDraft {
        try EventDraft(
            .costPosted, by: actor, as: role, project: cost.project, subject: cost.id.rawValue, policyVersion: policy,
            facts: [
                "cost": .string(cost.id.rawValue), "kind": .string(cost.kind), "amount": .number(cost.amount),
                "currency": .string(cost.currency), "period_start_ms": JSONValue(cost.periodStart.milliseconds),
                "period_end_ms": JSONValue(cost.periodEnd.milliseconds),
            ])
    }
}
