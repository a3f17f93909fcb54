/// Reads JSON Lines from pieces of a file: one object a line.
///
/// Blank lines are skipped, CRLF and an optional UTF-8 byte order mark are accepted, each line is parsed strictly.
public struct JSONLReader: RowReader {
    /// The limits that are applied.
    public let limits: RowLimits
    private var splitter: RecordSplitter

    /// A reader at the start of a file.
    public init(limits: RowLimits = RowLimits()) {
        self.limits = limits
        splitter = RecordSplitter(limit: limits.recordBytes)
    }

    /// Takes the next bytes of the file and emits what they complete, in the order of the file.
    public mutating func consume(_ bytes: UnsafeBufferPointer<UInt8>, emit: (RowEvent) throws -> Void) throws {
        let limits = limits
        try splitter.consume(bytes) { try Self.take($0, limits: limits, emit: emit) }
    }

    /// Tells the reader that the file has ended; emits the last row when no newline closed it.
    public mutating func finish(emit: (RowEvent) throws -> Void) throws {
        let limits = limits
        try splitter.finish { try Self.take($0, limits: limits, emit: emit) }
    }

    private static func take(
        _ piece: RecordSplitter.Piece, limits: RowLimits, emit: (RowEvent) throws -> Void
    ) throws {
        switch piece {
        case .tooLong(let line), .unbalancedQuotes(let line):
            let message = "the line is longer than \(limits.recordBytes) bytes"
            try emit(.problem(RowProblem(line: line, code: .lineTooLong, message: message)))
        case .record(let bytes, let line):
            let isStart = line == 1 && bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF
            let record = isStart ? UnsafeBufferPointer(rebasing: bytes[3...]) : bytes
            if record.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return }
            try emit(event(record, line: line, limits: limits))
        }
    }

    private static func event(_ record: UnsafeBufferPointer<UInt8>, line: Int, limits: RowLimits) -> RowEvent {
        func problem(_ code: RowProblem.Code, _ message: String) -> RowEvent {
            .problem(RowProblem(line: line, code: code, message: message))
        }
        do throws(JSONError) {
            let value = try JSONValue(parsing: record)
            guard let members = value.object else {
                return problem(.notAnObject, "expected an object, found \(value.kind)")
            }
            guard members.count <= limits.columns else {
                return problem(.tooManyColumns, "more than \(limits.columns) members")
            }
            return .row(RawRow(line: line, values: members))
        } catch {
            return problem(error.reason == .invalidUTF8 ? .invalidUTF8 : .invalidJSON, error.description)
        }
    }
}
