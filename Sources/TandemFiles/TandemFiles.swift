import ArgumentParser
import TandemCommands

/// The file commands of `tandem` alone; built with `TANDEM_FLOOR=science`, never shipped.
@main
struct TandemFiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tandem", subcommands: [LabelsCommand.self, ValidateCommand.self])
}
