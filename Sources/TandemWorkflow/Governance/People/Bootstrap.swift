import TandemGovernance
import TandemLedger
import TandemStore

/// Makes the first workspace and its administrator; the one use case that nobody has to be signed in for.
public struct Bootstrap: Sendable {
    /// Who is to administer what.
    public struct Input: Sendable {
        /// The name of the workspace.
        public let workspace: String
        /// The administrator's address.
        public let email: String
        /// The administrator's name.
        public let name: String
        /// The administrator's password.
        public let password: String

        /// What is asked.
        public init(workspace: String, email: String, name: String, password: String) {
            self.workspace = workspace
            self.email = email
            self.name = name
            self.password = password
        }
    }

    /// What was made.
    public struct Output: Codable, Sendable, Equatable {
        /// The workspace.
        public let workspace: WorkspaceID
        /// The administrator's account.
        public let account: AccountID
        /// The administrator as a worker.
        public let worker: WorkerID
    }

    private let services: Services

    /// The use case over the services of the house.
    public init(_ services: Services) { self.services = services }

    /// Whether this still has to be done.
    /// - Throws: `StoreError`.
    public func isNeeded() async throws -> Bool {
        try await services.database.read { try AccountStore.isEmpty($0) }
    }

    /// Sets the installation up.
    /// - Throws: `Problem` with code `already_set_up`, or about the address, the name or the password; `StoreError`.
    public func run(_ input: Input) async throws -> Output {
        let email = try EmailAddress(input.email)
        let name = try NewPerson.checkedName(input.name)
        let workspaceName = try NewPerson.checkedName(input.workspace, at: "/workspace")
        try PasswordRules.check(input.password, email: email, name: name)
        let now = services.clock.now
        let workspace = services.random.id(IDs.Workspace.self, at: now)
        let account = Account(
            id: services.random.id(at: now), workspace: workspace, email: email.text, name: name, isAdministrator: true,
            createdAt: now)
        let worker = Worker(
            id: services.random.id(at: now), workspace: workspace, account: account.id, kind: .team, name: name,
            createdAt: now)
        let person = NewPerson(
            account: account, worker: worker,
            password: try await PasswordHash.make(input.password, random: services.random))
        let actor = Actor(
            account: account.id, worker: worker.id, workspace: workspace, name: name, isAdministrator: true, roles: [:])
        try await services.database.write { tx in
            guard try AccountStore.isEmpty(tx) else {
                throw Problem(.conflict, "already_set_up", "This installation has a workspace already.")
            }
            try AccountStore.insert(workspace: workspace, name: workspaceName, at: now, in: tx)
            try person.insert(in: tx)
            try services.ledger.append(
                [
                    EventDraft(.workspaceCreated, by: actor, as: .administrator, subject: workspace.rawValue),
                    person.created(by: actor, as: .administrator),
                ], in: tx)
        }
        return Output(workspace: workspace, account: account.id, worker: worker.id)
    }
}
