/// One record of a file as it was read: values by column name, before any schema was applied.
///
/// From CSV and TSV every value is a string, or `null` for a field with nothing in it, not even quotes; from JSONL it
/// is what the line said.
public struct RawRow: Sendable, Hashable {
    /// Line of the file at which the record starts, counted from 1.
    public let line: Int
    /// The values by column name.
    public let values: [String: JSONValue]

    /// A record read at `line`.
    public init(line: Int, values: [String: JSONValue]) {
        self.line = line
        self.values = values
    }
}

/// Why one row of a file or table was set aside; reading goes on behind it.
public struct RowProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, as a stable code.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file's first record cannot name columns: a name is empty, repeated or not UTF-8. Nothing behind it is read.
        case badHeader = "bad_header"
        /// The record has fewer fields than there are columns.
        case tooFewColumns = "too_few_columns"
        /// The record has more fields than there are columns, or more than the limit.
        case tooManyColumns = "too_many_columns"
        /// A quoted field is not closed, or something follows its closing quote.
        case unbalancedQuotes = "unbalanced_quotes"
        /// The record is longer than the limit.
        case lineTooLong = "line_too_long"
        /// The bytes are not UTF-8.
        case invalidUTF8 = "invalid_utf8"
        /// The line is not strict JSON.
        case invalidJSON = "invalid_json"
        /// The line is JSON but no object.
        case notAnObject = "not_an_object"
        /// A value does not fit the type of its column.
        case wrongType = "wrong_type"
        /// A value that must be there is absent, null or empty.
        case missingValue = "missing_value"
        /// A column that the schema does not know.
        case unknownColumn = "unknown_column"
    }

    /// Line of the file, or number of the row where there is no file; counted from 1.
    public let line: Int
    /// Name of the column, where one is to blame.
    public let column: String?
    /// What is wrong.
    public let code: Code
    /// One sentence for people.
    public let message: String

    /// A problem of the row at `line`.
    public init(line: Int, column: String? = nil, code: Code, message: String) {
        self.line = line
        self.column = column
        self.code = code
        self.message = message
    }

    /// Line, column and message in one line.
    public var description: String {
        "line \(line)\(column.map { ", column \($0)" } ?? ""): \(message)"
    }
}

/// What a reader found: a row, or a row's problem.
public enum RowEvent: Sendable, Hashable {
    /// A row that was read.
    case row(RawRow)
    /// A row that was set aside.
    case problem(RowProblem)
}

/// How much of a file a reader is willing to hold at once.
public struct RowLimits: Sendable, Hashable {
    /// Longest record in bytes; longer ones are skipped without being held.
    public var recordBytes: Int
    /// Most columns of a record.
    public var columns: Int

    /// Limits; by default records of 8 MiB and 10,000 columns.
    public init(recordBytes: Int = 8 << 20, columns: Int = 10_000) {
        self.recordBytes = recordBytes
        self.columns = columns
    }
}

/// Reads rows from bytes that arrive in pieces of any size, in constant memory.
///
/// Bad rows become problems and reading goes on. When `emit` throws, the error passes through and the reader must not
/// be used again.
public protocol RowReader: Sendable {
    /// Takes the next bytes of the file and emits what they complete, in the order of the file.
    mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, emit: (RowEvent) throws -> Void) throws

    /// Tells the reader that the file has ended; emits the last row when no newline closed it.
    mutating func finish(emit: (RowEvent) throws -> Void) throws
}

extension RowReader {
    /// Takes the next bytes of the file and emits what they complete, in the order of the file.
    public mutating func consume(_ bytes: some Collection<UInt8>, emit: (RowEvent) throws -> Void) throws {
        let done: Void? = try bytes.withContiguousStorageIfAvailable { try consume($0, emit: emit) }
        if done == nil { try Array(bytes).withUnsafeBufferPointer { try consume($0, emit: emit) } }
    }

    /// Reads a whole file that is already in memory.
    public mutating func readAll(_ bytes: some Collection<UInt8>) throws -> (rows: [RawRow], problems: [RowProblem]) {
        var rows: [RawRow] = []
        var problems: [RowProblem] = []
        let collect: (RowEvent) -> Void = { event in
            switch event {
            case .row(let row): rows.append(row)
            case .problem(let problem): problems.append(problem)
            }
        }
        try consume(bytes, emit: collect)
        try finish(emit: collect)
        return (rows, problems)
    }
}
