import ArgumentParser

/// A command that reads files and writes files, knows no server and no database, and can stand in any pipeline.
///
/// A command says what it found in ``report(at:)``; reading, writing, problems and exit codes are the same for all.
public protocol FileCommand: ParsableCommand {
    /// What every command on files understands; declare it as an option group.
    var files: FileOptions { get }

    /// An example that works as it stands: shown by `--help` and run by a test.
    static var example: Example { get }

    /// Does the work. Reads through `desk` and writes nothing.
    func report(at desk: Desk) throws -> Report
}

extension FileCommand {
    /// Runs on the machine's own files.
    public func run() throws {
        let code = CommandRun(desk: .machine()).perform(self)
        if code != 0 { throw ExitCode(code) }
    }
}

/// A command's worked example.
public struct Example: Sendable, Hashable {
    /// The files it reads, by name, as few lines as tell the story.
    public let files: [String: String]
    /// The arguments that follow the command's name.
    public let arguments: [String]

    /// An example.
    public init(files: [String: String], arguments: [String]) {
        self.files = files
        self.arguments = arguments
    }

    /// The example as `--help` shows it, for a command called as `name`.
    public func help(_ name: String) -> String {
        let shown = files.keys.sorted().map { path in
            "\(path):\n"
                + (files[path] ?? "").split(separator: "\n").prefix(6).map { "  \($0)" }.joined(separator: "\n")
        }
        return "Example:  tandem \(name) \(arguments.joined(separator: " "))\n\n" + shown.joined(separator: "\n")
    }
}
