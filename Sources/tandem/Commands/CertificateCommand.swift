import ArgumentParser
import TandemLedger
import TandemOversight
import TandemStore
import TandemWorkflow

/// Certificates from the terminal.
struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "Issues certificates.", subcommands: [Issue.self])

    /// Tries to certify the live model.
    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Certifies automatic decisions, or says what is missing (exit code 75)",
            discussion: "Example:  tandem certificate issue fraud --max-error 0.05 --confidence 0.95")

        @OptionGroup var house: HouseOptions
        @Argument(help: "The project.") var project: String
        @Option(help: "The largest error rate of automatic decisions, per label.") var maxError: Double?
        @Option(help: "The confidence of the statement.") var confidence: Double?
        @Option(help: "The version of your own model, as sent with its scores; else the live model.")
        var modelVersion: String?

        func run() async throws {
            try await reporting {
                let services = try House(house).services
                let actor = try await Authenticate(services).administrator()
                let body = IssueCertificate.Body(
                    maxError: maxError, confidence: confidence, modelVersion: modelVersion)
                let made = try await IssueCertificate(services).run(.init(project: project, body: body), as: actor)
                await services.database.close()
                guard made.state == .valid else {
                    throw Problem(.conflict, "certificate_refused", made.missing.joined(separator: "; "))
                }
                print("\(made.id)  covers \(made.coverage) of cases, from \(made.items) calibration items")
            }
        }
    }
}
