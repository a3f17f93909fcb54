/// Why a command on files could not do its work: one sentence, and the exit code that says whose fault it was.
public struct CommandProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The exit codes, as `sysexits.h` names them.
    public enum Kind: Int32, Sendable, Hashable {
        /// The command was called wrongly.
        case usage = 64
        /// The input cannot be used.
        case badInput = 65
        /// There is no such file.
        case noInput = 66
        /// Something that was never installed or fetched is needed.
        case unavailable = 69
        /// A defect of ours.
        case defect = 70
        /// The output cannot be written.
        case cannotWrite = 73
    }

    /// Whose fault it was.
    public let kind: Kind
    /// What is wrong, where, and what to do.
    public let message: String

    /// A problem.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The command was called wrongly.
    public static func usage(_ message: String) -> CommandProblem { CommandProblem(.usage, message) }

    /// The input cannot be used.
    public static func badInput(_ message: String) -> CommandProblem { CommandProblem(.badInput, message) }

    /// The message.
    public var description: String { message }
}
