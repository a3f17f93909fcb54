import ArgumentParser
import TandemLedger
import TandemStore
import TandemWorkflow

/// Erases one subject.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases what is known of one subject; the ledger still verifies.",
        discussion: "Example:  tandem erase customer-4711")

    @OptionGroup var house: HouseOptions
    @Argument(help: "The subject as items name it.") var subject: String

    func run() async throws {
        try await reporting {
            let services = try House(house).services
            let actor = try await Authenticate(services).administrator()
            let done = try await EraseSubject(services).run(.init(subject: subject), as: actor)
            await services.database.close()
            print(
                "erased \(done.items) items; key destroyed: \(done.keyDestroyed ? "yes" : "there was none"); "
                    + "old bytes overwritten: \(done.overwritten ? "yes" : "not yet, readers are in the way")")
            if !done.models.isEmpty {
                print("models trained on them: " + done.models.map(\.rawValue).joined(separator: ", "))
            }
        }
    }
}
