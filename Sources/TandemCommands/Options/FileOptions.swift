import ArgumentParser
import TandemTabular

/// What every command on files understands.
public struct FileOptions: ParsableArguments {
    /// How the input is laid out; nil to tell by the file's ending.
    @Option(help: "csv, tsv or jsonl: how the input is laid out; by the file's ending if not said.")
    public var format: TableFormat?

    /// Where the result goes instead of standard output.
    @Option(help: "Write here instead of standard output: a .json, .csv, .tsv or .jsonl file.")
    public var output: String?

    /// Where the picture goes; nil for none.
    @Option(help: "Write a picture: FILE.vl.json (a Vega-Lite specification) or FILE.html (a page of its own).")
    public var chart: String?

    /// Start of everything random.
    @Option(help: "Start of everything random; the same seed gives the same bytes.")
    public var seed: UInt64 = 1

    /// Threads to compute with, 1 … 1024.
    @Option(help: "Threads to compute with; the result does not depend on it.")
    public var threads: Int = 2

    /// Which columns of the files are meant by the names a command knows, as `y_true=label,score=p`.
    @Option(help: "Names of your own columns: y_true=label,score=p reads the column label as y_true and p as score.")
    public var columns: String?

    /// Whether to tell what the work took.
    @Flag(help: "Tell on standard error how much processor time reading, computing and writing took.")
    public var timings = false

    /// Options as the parser fills them.
    public init() {}

    /// The command's name of each renamed column of a file.
    var renaming: [String: String] {
        get throws {
            var renaming: [String: String] = [:]
            for pair in (columns ?? "").split(separator: ",") {
                let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
                guard parts.count == 2, renaming[parts[1]] == nil else {
                    throw ValidationError("--columns is NAME=COLUMN,…, each column once")
                }
                renaming[parts[1]] = parts[0]
            }
            return renaming
        }
    }

    /// Refuses thread counts out of range and columns that make no sense.
    public func validate() throws {
        _ = try renaming
        guard (1...1_024).contains(threads) else { throw ValidationError("--threads is between 1 and 1024") }
    }
}

extension TableFormat: ExpressibleByArgument {}
