import ArgumentParser
import TandemLedger
import TandemStore
import TandemWorkflow

/// API tokens for programs.
struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Makes API tokens.", subcommands: [Create.self])

    /// Prints a new token and nothing else.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints a new token of an account and nothing else, for scripts.",
            discussion: "Example:  TOKEN=$(tandem token create ada@example.org)")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The account's e-mail address.") var email: String
        @Option(help: "What the token is for.") var name = "command line"

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let person = try await Authenticate(services).person(email)
                let made = try await CreateToken(services).run(.init(.init(name: name)), as: person)
                print(made.token)
                await services.database.close()
            }
        }
    }
}
