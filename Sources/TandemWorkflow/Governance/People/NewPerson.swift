import TandemGovernance
import TandemLedger
import TandemStore
import TandemTabular

/// An account with its worker and password, ready to be written: what `Bootstrap` and `CreateAccount` share.
struct NewPerson: Sendable {
    let account: Account
    let worker: Worker
    let password: PasswordHash?

    /// - Throws: `Problem` when the address is taken.
    func insert(in tx: any WriteTransaction) throws {
        if try AccountStore.find(EmailAddress(account.email), tx) != nil {
            throw Problem(.conflict, "email_taken", "There is an account with this e-mail address.", at: "/email")
        }
        try AccountStore.insert(account, in: tx)
        try AccountStore.insert(worker, in: tx)
        if let password { try CredentialStore.set(password, of: account.id, at: account.createdAt, in: tx) }
    }

    /// The event; name and address are sealed, to be forgotten with the account's key.
    func created(by actor: Actor, as role: Role?) throws -> EventDraft {
        try EventDraft(
            .accountCreated, by: actor, as: role, subject: account.id.rawValue,
            facts: [
                "worker": .string(worker.id.rawValue), "kind": .string(worker.kind.rawValue),
                "simulated": .bool(worker.isSimulated), "administrator": .bool(account.isAdministrator),
            ]
        ).sealing(["email": .string(account.email), "name": .string(account.name)], about: account.id.rawValue)
    }

    /// A name as it may be shown.
    /// - Throws: `Problem` with code `name_malformed`.
    static func checkedName(_ entered: String, at place: String = "/name") throws(Problem) -> String {
        var name = entered.drop(while: \.isWhitespace)
        while name.last?.isWhitespace == true { name.removeLast() }
        let isPrintable = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard (1...200).contains(name.count), name.utf8.count <= 800, isPrintable else {
            throw Problem(
                .invalid, "name_malformed", "A name has 1 to 200 characters and no control characters.", at: place)
        }
        return String(name)
    }
}
