import TandemLedger
import TandemOversight
import TandemStore
import TandemTabular

/// Sends what is due to callers' servers, signed, and writes down what came of it.
///
/// Run by the ticker, safe on several servers: a message is taken for a time in one transaction, sent outside any, and
/// settled in another. A receiver may see a message twice (same `webhook-id`), never not at all before it is dead.
public struct DeliverMessages: Sendable {
    /// What was done.
    public struct Output: Sendable, Codable, Hashable {
        /// Messages that arrived.
        public var delivered: Int
        /// Messages to be tried again.
        public var waiting: Int
        /// Messages given up.
        public var dead: Int
    }

    /// How long a try may take before the message is anybody's again, in seconds.
    static let leaseSeconds = 60

    private let services: Services
    private let sender: any MessageSender

    /// Deliveries by way of a sender.
    public init(_ services: Services, sender: any MessageSender) {
        self.services = services
        self.sender = sender
    }

    /// One round over what is due now, at most `limit` messages at once.
    public func run(limit: Int = 32) async throws -> Output {
        let now = services.clock.now
        let due = try await services.database.write { tx in
            let taken = try OutboxStore.take(
                at: now, until: now.adding(seconds: Self.leaseSeconds), limit: limit, in: tx)
            return try taken.map { message in (message, try WebhookSecretStore.find(message.project, tx)) }
        }
        var done = Output(delivered: 0, waiting: 0, dead: 0)
        try await withThrowingTaskGroup(of: DeliveryVerdict.self) { group in
            for (message, secret) in due { group.addTask { try await deliver(message, secret: secret) } }
            for try await verdict in group {
                switch verdict {
                case .delivered: done.delivered += 1
                case .retry: done.waiting += 1
                case .dead: done.dead += 1
                }
            }
        }
        return done
    }

    private func deliver(_ message: Message, secret: [UInt8]?) async throws -> DeliveryVerdict {
        let body = Array(message.payload.utf8)
        let result: DeliveryResult
        if let secret {
            var headers = WebhookSignature.headers(
                id: message.id.rawValue, at: services.clock.now, body: body, secret: secret)
            headers["content-type"] = "application/json"
            result = await sender.send(to: message.url, headers: headers, body: body)
        } else {
            result = .failed("the project has no webhook secret")
        }
        // 53 bits as a fraction: the spread of the wait, not a secret.
        let jitter = Double(services.random.seed()) * 0x1p-53
        let verdict = DeliveryRules.verdict(result, attempt: message.attempts, jitter: jitter)
        try await settle(message, verdict)
        return verdict
    }

    private func settle(_ message: Message, _ verdict: DeliveryVerdict) async throws {
        let now = services.clock.now
        try await services.database.write { tx in
            guard try OutboxStore.settle(message, as: verdict, at: now, in: tx), case .dead = verdict else { return }
            try services.ledger.append(
                [
                    EventDraft(
                        .messageDead, by: .system(in: message.workspace), project: message.project,
                        subject: message.id.rawValue,
                        facts: ["kind": .string(message.kind), "attempts": JSONValue(message.attempts)])
                ], in: tx)
            tx.hint("project:\(message.project)")
        }
    }
}
