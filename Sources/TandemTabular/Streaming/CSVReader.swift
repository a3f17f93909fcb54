/// How a delimited text file is laid out.
public struct CSVFormat: Sendable, Hashable {
    /// The byte between fields.
    public var delimiter: UInt8
    /// The byte around fields that may hold delimiters and newlines; nil when nothing is quoted.
    public var quote: UInt8?

    /// A layout of your own.
    public init(delimiter: UInt8, quote: UInt8? = UInt8(ascii: "\"")) {
        self.delimiter = delimiter
        self.quote = quote
    }

    /// Commas and double quotes (RFC 4180).
    public static let csv = CSVFormat(delimiter: UInt8(ascii: ","))
    /// Tabs, and quotes mean themselves (IANA text/tab-separated-values).
    public static let tsv = CSVFormat(delimiter: 0x09, quote: nil)
    /// Tabs and double quotes, as spreadsheets write it.
    public static let quotedTSV = CSVFormat(delimiter: 0x09)
    /// Semicolons and double quotes, as spreadsheets write it where the comma is the decimal point.
    public static let semicolons = CSVFormat(delimiter: UInt8(ascii: ";"))
}

/// Reads CSV and TSV from pieces of a file.
///
/// RFC 4180 with a header line: quoted fields, doubled quotes, newlines inside quotes, CRLF or LF, an optional UTF-8
/// byte order mark. A quote inside an unquoted field means itself. Blank lines are skipped. A field with nothing in it
/// is `null`, a quoted empty field is the empty string.
public struct CSVReader: RowReader {
    /// How the file is laid out.
    public let format: CSVFormat
    /// The limits that are applied.
    public let limits: RowLimits
    /// Names of the columns, once the header was read.
    public private(set) var columns: [String]?
    private var splitter: RecordSplitter
    private var failed = false

    /// A reader at the start of a file.
    ///
    /// - Parameters:
    ///   - format: how the file is laid out.
    ///   - columns: names of the columns when the file has no header line; nil when its first record names them.
    ///   - limits: how much to hold at once.
    public init(format: CSVFormat = .csv, columns: [String]? = nil, limits: RowLimits = RowLimits()) {
        self.format = format
        self.columns = columns
        self.limits = limits
        splitter = RecordSplitter(limit: limits.recordBytes, quote: format.quote, delimiter: format.delimiter)
    }

    /// Takes the next bytes of the file and emits what they complete, in the order of the file.
    public mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, emit: (RowEvent) throws -> Void) throws {
        // Swapped out rather than copied: a copy would duplicate a pending record with every piece of the file.
        var splitter = RecordSplitter(limit: limits.recordBytes)
        swap(&splitter, &self.splitter)
        defer { swap(&splitter, &self.splitter) }
        try splitter.consume(bytes) { try take($0, emit: emit) }
    }

    /// Tells the reader that the file has ended; emits the last row when no newline closed it.
    public mutating func finish(emit: (RowEvent) throws -> Void) throws {
        var splitter = RecordSplitter(limit: limits.recordBytes)
        swap(&splitter, &self.splitter)
        defer { swap(&splitter, &self.splitter) }
        try splitter.finish { try take($0, emit: emit) }
    }

    private mutating func take(_ piece: RecordSplitter.Piece, emit: (RowEvent) throws -> Void) throws {
        guard !failed else { return }
        switch piece {
        case .tooLong(let line):
            try refuse(line, .lineTooLong, "the record is longer than \(limits.recordBytes) bytes", emit: emit)
        case .unbalancedQuotes(let line):
            try refuse(line, .unbalancedQuotes, "a quoted field is not closed where it should be", emit: emit)
        case .record(let bytes, let line):
            let record = Self.trimmed(bytes, line: line)
            if record.isEmpty { return }
            if let columns { return try row(record, line: line, columns: columns, emit: emit) }
            do throws(RowProblem) {
                let names = try Self.header(record, line: line, format: format, limits: limits)
                guard Set(names).count == names.count else {
                    throw RowProblem(line: line, code: .badHeader, message: "two columns have the same name")
                }
                columns = names
            } catch {
                try refuse(line, .badHeader, error.message, emit: emit)
            }
        }
    }

    /// A record without the byte order mark of the file's first and without the carriage return of CRLF.
    static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>, line: Int) -> UnsafeBufferPointer<UInt8> {
        let isStart = line == 1 && bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
        let record = isStart ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
        return record.last == 0x0D ? UnsafeBufferPointer(rebasing: record.dropLast()) : record
    }

    private mutating func refuse(
        _ line: Int, _ code: RowProblem.Code, _ message: String, emit: (RowEvent) throws -> Void
    ) throws {
        failed = columns == nil  // without a header no row can be read
        try emit(.problem(RowProblem(line: line, code: failed ? .badHeader : code, message: message)))
    }

    /// The names in a header record; throws `badHeader` for names that are empty, unreadable or too many.
    static func header(
        _ record: UnsafeBufferPointer<UInt8>, line: Int, format: CSVFormat, limits: RowLimits
    ) throws(RowProblem) -> [String] {
        var fields = FieldIterator(record: record, format: format)
        var names: [String] = []
        while let field = fields.next() {
            guard names.count < limits.columns else {
                throw RowProblem(line: line, code: .badHeader, message: "more than \(limits.columns) columns")
            }
            guard let name = field.text?.trimmingSpaces, !name.isEmpty else {
                throw RowProblem(
                    line: line, code: .badHeader, message: "column \(names.count + 1) has no readable name")
            }
            names.append(name)
        }
        return names
    }

    private func row(
        _ record: UnsafeBufferPointer<UInt8>, line: Int, columns: [String], emit: (RowEvent) throws -> Void
    ) throws {
        func problem(_ code: RowProblem.Code, _ message: String, column: String? = nil) -> RowEvent {
            .problem(RowProblem(line: line, column: column, code: code, message: message))
        }
        var values = [String: JSONValue](minimumCapacity: columns.count)
        var fields = FieldIterator(record: record, format: format)
        var count = 0
        while let field = fields.next() {
            guard count < columns.count else {
                return try emit(problem(.tooManyColumns, "more fields than the \(columns.count) columns"))
            }
            let column = columns[count]
            guard let text = field.text else {
                return try emit(problem(.invalidUTF8, "the field is not UTF-8", column: column))
            }
            values[column] = text.isEmpty && !field.isQuoted ? .null : .string(text)
            count += 1
        }
        guard count == columns.count else {
            return try emit(problem(.tooFewColumns, "\(count) fields for \(columns.count) columns"))
        }
        try emit(.row(RawRow(line: line, values: values)))
    }
}

extension String {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return first == startIndex && last == index(before: endIndex) ? self : String(self[first...last])
    }
}
