import TandemGovernance
import TandemLedger
import TandemOversight
import TandemStore
import TandemWork

/// Shows the secret with which receivers verify a project's messages, making one if there is none or a new one is asked.
public struct ShowWebhookSecret: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The project's id or slug.
        public var project: String
        /// Whether to make a new one; messages not yet delivered are signed with it too.
        public var renew: Bool

        /// An input.
        public init(project: String, renew: Bool = false) {
            self.project = project
            self.renew = renew
        }
    }

    /// The secret.
    public struct Output: Sendable, Codable, Hashable {
        /// `whsec_` and base 64, as Standard Webhooks libraries take it.
        public var secret: String
    }

    private let services: Services

    /// A use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Does it on behalf of `actor`.
    /// - Throws: `Problem` for what the caller can mend, `StoreError` when the database cannot.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let now = services.clock.now
        let fresh = services.random.bytes(32)
        return try await services.database.write { tx in
            let project = try WorkAccess.project(input.project, for: .changePolicy, as: actor, tx).project
            if !input.renew, let known = try WebhookSecretStore.find(project.id, tx) {
                return Output(secret: WebhookSignature.shown(known))
            }
            try WebhookSecretStore.save(fresh, of: project.id, in: project.workspace, at: now, in: tx)
            return Output(secret: WebhookSignature.shown(fresh))
        }
    }
}
