import TandemGovernance
import TandemLedger
import TandemStore

/// Lists one's own API tokens, newest first, without their texts, which nobody has any more.
public struct ListTokens: UseCase {
    /// Nothing is asked.
    public struct Input: Sendable {
        /// Nothing.
        public init() {}
    }

    /// The tokens, at most 500.
    public struct Output: Encodable, Sendable, Equatable {
        /// The tokens.
        public let items: [TokenStore.Listed]
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Lists them.
    /// - Throws: `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        guard let account = actor.account else { return Output(items: []) }
        return Output(items: try await services.database.read { tx in try TokenStore.list(of: account, tx) })
    }
}
