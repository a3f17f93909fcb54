import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// Forgets who was behind an account: name, address, password, sessions, tokens, roles, and what the ledger sealed.
///
/// The random ids of account and worker stay in votes and events; nothing leads from them to a person any more.
public struct EraseAccount: UseCase {
    /// What is asked.
    public struct Input: Sendable {
        /// The account.
        public let account: AccountID

        /// What is asked.
        public init(account: AccountID) { self.account = account }
    }

    /// What was forgotten.
    public struct Output: Codable, Sendable, Equatable {
        /// The account that nobody can use any more.
        public let account: AccountID
        /// Whether something was sealed about them and can be read no more.
        public let keyDestroyed: Bool
        /// Whether old bytes were overwritten at once; if not, readers stood in the way and the log keeps them a while.
        public let overwritten: Bool
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Forgets the person.
    /// - Throws: `Problem` with code `role_missing`, `no_such_account` or `last_administrator`; `StoreError`.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.eraseSubject, in: nil, for: actor)
        let now = services.clock.now
        let destroyed = try await services.database.write { tx in
            let account = try AccountStore.find(input.account, in: actor.workspace, tx)
            if account.isAdministrator, account.disabledAt == nil,
                try ForgettingStore.administrators(of: actor.workspace, tx) < 2
            {
                throw Problem(
                    .conflict, "last_administrator", "Nobody could administer this workspace; appoint another first.")
            }
            let key = try SubjectKeys.erase(
                subject: account.id.rawValue, workspace: actor.workspace, at: now, in: tx)
            try ForgettingStore.forget(account.id, at: now, in: tx)
            try services.ledger.append(
                [
                    EventDraft(
                        .dataErased, by: actor, as: role, subject: account.id.rawValue,
                        facts: ["of": "account", "key_destroyed": .bool(key != nil)])
                ], in: tx)
            tx.hint("people")
            return key != nil
        }
        services.identities.forget()
        let overwritten = await Scrubbing.run(services.database, ForgettingStore.tables + ["subject_key"])
        return Output(account: input.account, keyDestroyed: destroyed, overwritten: overwritten)
    }
}
