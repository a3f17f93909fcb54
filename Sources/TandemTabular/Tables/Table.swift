/// The wanted columns of a file, in columnar form: what file-to-file commands work on.
///
/// Unlike ``Frame`` it has no schema: each command says which columns it wants and how to keep them, once it has seen
/// the header. Names are kept once, so ten million votes take a few bytes each.
public struct Table: Sendable {
    /// A column as it is kept.
    enum Values: Sendable {
        case codes(Codes)
        case numbers([Double])
        case texts([String])
    }

    /// All columns of the file, in its order; for JSON Lines sorted by name.
    public let header: [String]
    /// Number of rows.
    public let rowCount: Int
    /// The line of the file at which each row starts, counted from 1.
    public let lines: [Int32]
    let columns: [String: Values]

    /// Reads the wanted columns of a file that is in memory.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - format: how it is laid out; `json` is refused.
    ///   - limits: how long records may be.
    ///   - renaming: other names for columns of the file; those it does not have are ignored.
    ///   - request: told the file's columns, says which are wanted; may throw to refuse the file.
    /// - Throws: ``TableProblems`` for a bad header, a wanted column that is absent, or bad rows; what `request` throws.
    public init(
        reading bytes: UnsafeBufferPointer<UInt8>, format: TableFormat, limits: RowLimits = RowLimits(),
        renaming: [String: String] = [:], request: ([String]) throws -> [ColumnRequest]
    ) throws {
        var reader = TableReader(format: format, limits: limits, renaming: renaming)
        try reader.read(bytes, request: request)
        self = try reader.table()
    }

    /// Reads the wanted columns of a file that is in memory; see the other initializer.
    public init(
        reading bytes: some Collection<UInt8>, format: TableFormat, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        self = try Array(bytes).withUnsafeBufferPointer {
            try Table(reading: $0, format: format, request: request)
        }
    }

    init(header: [String], lines: [Int32], columns: [String: Values]) {
        self.header = header
        self.rowCount = lines.count
        self.lines = lines
        self.columns = columns
    }

    /// The names in a column that was asked for as codes.
    ///
    /// - Precondition: it was.
    public func codes(_ name: String) -> Codes {
        guard case .codes(let codes) = columns[name] else { preconditionFailure("\(name) was not read as codes") }
        return codes
    }

    /// The numbers in a column that was asked for as numbers; NaN where missing.
    ///
    /// - Precondition: it was.
    public func numbers(_ name: String) -> [Double] {
        guard case .numbers(let numbers) = columns[name] else { preconditionFailure("\(name) was not read as numbers") }
        return numbers
    }

    /// The texts in a column that was asked for as texts; empty where missing.
    ///
    /// - Precondition: it was.
    public func texts(_ name: String) -> [String] {
        guard case .texts(let texts) = columns[name] else { preconditionFailure("\(name) was not read as texts") }
        return texts
    }

    /// Whether the file has a column of this name and it was read.
    public func holds(_ name: String) -> Bool { columns[name] != nil }

    /// A problem of one row, to be thrown in ``TableProblems``.
    public func problem(
        row: Int, column: String? = nil, code: RowProblem.Code = .wrongType, _ message: String
    ) -> RowProblem {
        RowProblem(line: Int(lines[row]), column: column, code: code, message: message)
    }
}
