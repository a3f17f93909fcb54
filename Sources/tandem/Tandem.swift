import ArgumentParser
import TandemCommands

/// The one program; each command runs the same use cases as the API.
@main
struct Tandem: AsyncParsableCommand {
    /// The program's version, as it stands in OpenAPI and metrics.
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "tandem", abstract: "People and a model decide together, and the figures prove it.",
        discussion: """
            Start with:  tandem demo fraud
            Exit codes:  0 done, 64 usage, 65 bad input, 66 no such thing, 69 unavailable, 70 defect, 75 try again, 77 not allowed.
            """,
        version: version,
        subcommands: [
            DemoCommand.self, ServeCommand.self, ProjectCommand.self, ImportCommand.self, ExportCommand.self,
            UserCommand.self, TokenCommand.self, RegistryCommand.self, CertificateCommand.self, KPICommand.self,
            AuditCommand.self, EraseCommand.self, BackupCommand.self, RestoreCommand.self, LabelsCommand.self,
            ValidateCommand.self,
        ])
}
