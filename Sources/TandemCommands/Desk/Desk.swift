import Foundation
import TandemTabular

/// Where a command on files reads and writes: the machine's files, or a folder in memory in tests.
public struct Desk: Sendable {
    /// The bytes of a file, "-" for standard input; throws `CommandProblem` when there is none.
    public let read: @Sendable (String) throws -> Data
    /// Puts files in place, all or none as far as the system allows.
    public let write: @Sendable ([WrittenFile]) throws -> Void
    /// Appends to standard output.
    public let show: @Sendable ([UInt8]) -> Void
    /// Appends a line to standard error.
    public let complain: @Sendable (String) -> Void
    /// Whether a person is looking at standard output.
    public let isTerminal: Bool
    /// The script that draws charts in a page of its own; throws `CommandProblem` when it was not fetched.
    public let chartScript: @Sendable () throws -> Data
    /// The command's names of the files' columns, by the files' names.
    var renaming: [String: String] = [:]
    /// Told how much processor time reading took, each time something is read.
    let spentReading = SpentTime()

    /// A desk from its parts.
    public init(
        read: @escaping @Sendable (String) throws -> Data, write: @escaping @Sendable ([WrittenFile]) throws -> Void,
        show: @escaping @Sendable ([UInt8]) -> Void, complain: @escaping @Sendable (String) -> Void, isTerminal: Bool,
        chartScript: @escaping @Sendable () throws -> Data
    ) {
        self.read = read
        self.write = write
        self.show = show
        self.complain = complain
        self.isTerminal = isTerminal
        self.chartScript = chartScript
    }
}

/// A file as a command wants it written.
public struct WrittenFile: Sendable, Hashable {
    /// Where it goes.
    public let path: String
    /// What stands in it.
    public let bytes: [UInt8]

    /// A file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

extension Desk {
    /// The wanted columns of a file.
    ///
    /// - Parameters:
    ///   - path: the file, or "-" for standard input.
    ///   - format: how it is laid out; by the file's ending if nil, CSV for standard input.
    ///   - request: told the file's columns, says which are wanted.
    /// - Returns: the wanted columns.
    /// - Throws: `CommandProblem`, or the file's bad rows, naming the file.
    public func table(
        _ path: String, format: TableFormat? = nil, request: ([String]) throws -> [ColumnRequest]
    ) throws -> Table {
        let chosen = format ?? TableFormat(path: path) ?? (path == "-" ? .csv : nil)
        guard let chosen else {
            throw CommandProblem.usage("\(path): say --format csv, tsv or jsonl, for the ending does not tell")
        }
        let start = ProcessorTime.now
        defer { spentReading.add(ProcessorTime.now - start) }
        let data = try read(path)
        do {
            return try data.withUnsafeBytes { raw in
                try Table(
                    reading: raw.bindMemory(to: UInt8.self), format: chosen, renaming: renaming, request: request)
            }
        } catch let problems as TableProblems {
            throw FileProblems(path: path, problems: problems)
        }
    }

    /// A whole text file, UTF-8.
    public func text(_ path: String) throws -> String {
        let data = try read(path)
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandProblem.badInput("\(path): the file is not UTF-8")
        }
        return text
    }
}

// because the lock guards the number:
/// Seconds that add up, from any thread.
final class SpentTime: @unchecked Sendable {
    private let lock = NSLock()
    private var seconds = 0.0

    func add(_ more: Double) { lock.withLock { seconds += more } }

    var total: Double { lock.withLock { seconds } }
}

/// The bad rows of a named file.
struct FileProblems: Error {
    let path: String
    let problems: TableProblems
}
