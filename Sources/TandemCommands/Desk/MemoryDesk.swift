import ArgumentParser
import Foundation

// because the lock guards all of its state:
/// A desk whose files live in memory, for tests and for trying a command's own example.
///
/// It may be used from several threads.
public final class MemoryDesk: @unchecked Sendable {
    /// What a command left behind.
    public struct Outcome: Sendable {
        /// 0, or the exit code of the problem.
        public let exitCode: Int32
        /// Standard output.
        public let output: String
        /// Standard error.
        public let complaints: String
        /// All files, read and written.
        public let files: [String: String]
    }

    private let lock = NSLock()
    private var files: [String: Data]
    private var output: [UInt8] = []
    private var complaints = ""
    private let isTerminal: Bool

    /// A desk with these files on it.
    public init(files: [String: String], isTerminal: Bool = false) {
        self.files = files.mapValues { Data($0.utf8) }
        self.isTerminal = isTerminal
    }

    /// Runs a command with the arguments that would follow its name.
    public func run<Command: FileCommand>(_ command: Command.Type, _ arguments: [String]) -> Outcome {
        let code: Int32
        do {
            code = try CommandRun(desk: desk).perform(Command.parse(arguments))
        } catch {
            lock.withLock { complaints += Command.message(for: error) + "\n" }
            code = Command.exitCode(for: error).rawValue
        }
        return lock.withLock {
            Outcome(
                exitCode: code, output: String(decoding: output, as: UTF8.self), complaints: complaints,
                files: files.mapValues { String(decoding: $0, as: UTF8.self) })
        }
    }

    /// The desk itself.
    public var desk: Desk {
        Desk(
            read: { [self] path in
                guard let data = lock.withLock({ files[path] }) else {
                    throw CommandProblem(.noInput, "there is no file \(path)")
                }
                return data
            },
            write: { [self] written in
                lock.withLock { for file in written { files[file.path] = Data(file.bytes) } }
            },
            show: { [self] bytes in lock.withLock { output += bytes } },
            complain: { [self] line in lock.withLock { complaints += line + "\n" } },
            isTerminal: isTerminal,
            chartScript: { Data("/* vega */".utf8) })
    }
}

extension Desk {
    /// A desk in memory with these files on it.
    public static func memory(files: [String: String], isTerminal: Bool = false) -> MemoryDesk {
        MemoryDesk(files: files, isTerminal: isTerminal)
    }
}
