import TandemGovernance
import TandemLedger
import TandemStore

/// Makes an account and the worker behind it.
public struct CreateAccount: UseCase {
    /// The new person, as the API takes it.
    public struct Body: Codable, Sendable {
        /// The address to sign in with.
        public var email: String
        /// The name to show.
        public var name: String
        /// The first password; without one the account is used through tokens only, until one is set.
        public var password: String?
        /// What kind of worker they are; a member of the team by default.
        public var kind: Worker.Kind?
        /// Whether they administer the workspace.
        public var administrator: Bool?
        /// Whether they only play a person; marked wherever their work shows.
        public var simulated: Bool?
        /// The name under which a platform for work knows them.
        public var externalId: String?

        /// A new person.
        public init(
            email: String, name: String, password: String? = nil, kind: Worker.Kind? = nil, administrator: Bool? = nil,
            simulated: Bool? = nil, externalId: String? = nil
        ) {
            self.email = email
            self.name = name
            self.password = password
            self.kind = kind
            self.administrator = administrator
            self.simulated = simulated
            self.externalId = externalId
        }
    }

    /// What is asked.
    public struct Input: Sendable {
        /// The new person.
        public let body: Body
        /// The caller's idempotency key; the password is no part of the request that it stands for.
        public let onceKey: String?

        /// What is asked.
        public init(_ body: Body, onceKey: String? = nil) {
            self.body = body
            self.onceKey = onceKey
        }
    }

    /// What was made; neither name nor address, so that an answer that is kept for replays holds nothing personal.
    public struct Output: Codable, Sendable, Equatable {
        /// The account.
        public let account: AccountID
        /// The worker: the id that events and votes show.
        public let worker: WorkerID
        /// When.
        public let createdAt: Instant
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Makes the account.
    /// - Throws: `Problem` with code `email_taken`, or about the address, the name, the password or the role.
    public func run(_ input: Input, as actor: Actor) async throws -> Output {
        let role = try Permissions.require(.createAccount, in: nil, for: actor)
        let now = services.clock.now
        let person = try await person(input.body, in: actor.workspace, at: now)
        let request = try Self.fingerprint(input.body)
        return try await services.database.write { tx in
            try Once.run(
                key: input.onceKey, operation: "CreateAccount", request: request, actor: actor, now: now, in: tx
            ) {
                try person.insert(in: tx)
                try services.ledger.append([person.created(by: actor, as: role)], in: tx)
                tx.hint("people")
                return Output(account: person.account.id, worker: person.worker.id, createdAt: now)
            }.output
        }
    }

    private func person(_ body: Body, in workspace: WorkspaceID, at now: Instant) async throws -> NewPerson {
        let email = try EmailAddress(body.email)
        let name = try NewPerson.checkedName(body.name)
        let externalID = try body.externalId.map { try NewPerson.checkedName($0, at: "/external_id") }
        var password: PasswordHash?
        if let entered = body.password {
            try PasswordRules.check(entered, email: email, name: name)
            password = try await PasswordHash.make(entered, random: services.random)
        }
        let account = Account(
            id: services.random.id(at: now), workspace: workspace, email: email.text, name: name,
            isAdministrator: body.administrator ?? false, createdAt: now)
        let worker = Worker(
            id: services.random.id(at: now), workspace: workspace, account: account.id, kind: body.kind ?? .team,
            name: name, externalID: externalID, isSimulated: body.simulated ?? false, createdAt: now)
        return NewPerson(account: account, worker: worker, password: password)
    }

    private static func fingerprint(_ body: Body) throws -> [UInt8] {
        var shown = body
        shown.password = nil
        return try Wire.encode(shown)
    }
}
