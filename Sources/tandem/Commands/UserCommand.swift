import ArgumentParser
import Foundation
import TandemLedger
import TandemStore
import TandemWork
import TandemWorkflow

/// Accounts and their roles.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Creates accounts and grants roles.", subcommands: [Create.self, Grant.self])

    /// Creates an account; the first one sets the installation up and is its administrator.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Creates an account; the first is the administrator.",
            discussion: "Example:  printf '%s' \"$PASSWORD\" | tandem user create ada@example.org --name 'Ada Lovelace'"
        )

        @OptionGroup var house: HouseOptions
        @Argument(help: "The e-mail address to sign in with.") var email: String
        @Option(help: "The name to show.") var name: String
        @Flag(help: "May do everything that does not need two people.") var administrator = false

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let password = try readPassword()
                let bootstrap = Bootstrap(services)
                if try await bootstrap.isNeeded() {
                    let made = try await bootstrap.run(
                        .init(workspace: "Main", email: email, name: name, password: password))
                    print(made.account)
                } else {
                    let actor = try await Authenticate(services).administrator()
                    let body = CreateAccount.Body(
                        email: email, name: name, password: password, administrator: administrator)
                    print(try await CreateAccount(services).run(.init(body), as: actor).account)
                }
                await services.database.close()
            }
        }

        private func readPassword() throws -> String {
            guard let line = readLine(strippingNewline: true), !line.isEmpty else {
                throw Problem(.invalid, "password_missing", "Send the password on standard input, one line.")
            }
            return line
        }
    }

    /// Grants a role in a project.
    struct Grant: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Grants a role in a project.",
            discussion: "Example:  tandem user grant ada@example.org --project fraud --role annotator")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The account's e-mail address.") var email: String
        @Option(help: "The project's name in addresses, or its id.") var project: String
        @Option(help: "annotator, expert, scientist, champion, compliance, legal, end_user or program.") var role:
            String

        func run() async throws {
            try await reporting {
                guard let role = Role(rawValue: role) else {
                    throw Problem(.invalid, "role_unknown", "There is no role \(role).", at: "--role")
                }
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let person = try await Authenticate(services).person(email)
                let name = project
                let found = try await services.database.read { tx in
                    try ProjectStore.find(name, in: actor.workspace, tx)
                }
                guard let account = person.account else { throw Problem.noSuch("account", email) }
                let input = GrantRole.Input(project: found.id, account: account, role: role)
                _ = try await GrantRole(services).run(input, as: actor)
                await services.database.close()
            }
        }
    }
}
