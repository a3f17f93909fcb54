import ArgumentParser
import Foundation
import TandemLedger
import TandemStore
import TandemWorkflow

/// The ledger from the terminal.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Verifies and exports the ledger.", subcommands: [Verify.self, Export.self])

    /// Checks every chain, checkpoint and anchor.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Checks the whole ledger; names the first bad row and what is wrong. Exit code 65 if one is found.",
            discussion: "Example:  tandem audit verify")

        @OptionGroup var house: HouseOptions

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let found = try await VerifyLedger(services).run(.init(), as: actor)
                await services.database.close()
                if let first = found.first {
                    throw Problem(.invalid, "ledger_broken", "\(first)", facts: ["findings": "\(found.findings.count)"])
                }
                print("\(found.events) events in \(found.chains) chains and \(found.checkpoints) checkpoints: intact")
            }
        }
    }

    /// Writes events as JSON Lines.
    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Writes events to standard output as JSON Lines.",
            discussion: "Example:  tandem audit export --from 2026-11-01 --to 2026-12-01 > november.jsonl")

        @OptionGroup var house: HouseOptions
        @Option(help: "Recorded at or after: 2026-11-01 or 2026-11-01T00:00:00Z.") var from: String?
        @Option(help: "Recorded before.") var to: String?

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let input = ExportLedger.Input(from: try time(from, "--from"), to: try time(to, "--to"))
                for try await page in try await ExportLedger(services).run(input, as: actor) {
                    try FileHandle.standardOutput.write(contentsOf: Data(page))
                }
                await services.database.close()
            }
        }

        private func time(_ text: String?, _ option: String) throws -> Instant? {
            guard let text else { return nil }
            guard let time = Instant(iso8601: text) else {
                throw Problem(
                    .invalid, "time_invalid", "\(option) takes 2026-11-01 or 2026-11-01T00:00:00Z.", at: option)
            }
            return time
        }
    }
}
