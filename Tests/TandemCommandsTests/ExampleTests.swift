import ArgumentParser
import TandemCommands
import Testing

@Suite struct ExampleTests {
    @Test func `every command's worked example works as it stands, and its help shows it`() {
        for command in LabelsCommand.commands + ValidateCommand.commands { check(command) }
    }

    private func check<Command: FileCommand>(_ command: Command.Type) {
        let name = Command.configuration.commandName ?? "?"
        let outcome = Desk.memory(files: Command.example.files).run(command, Command.example.arguments)
        #expect(outcome.exitCode == 0, "\(name): \(outcome.complaints)")
        let wrote = outcome.files.count > Command.example.files.count
        #expect(wrote || !outcome.output.isEmpty, "\(name) gave nothing")
        #expect(Command.helpMessage(columns: 200).contains("Example:  tandem "), "\(name)'s help shows no example")
    }
}
