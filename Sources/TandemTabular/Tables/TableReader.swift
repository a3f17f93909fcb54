/// Reads a file's wanted columns into collectors; bad rows are gathered, not thrown one by one.
struct TableReader {
    let format: TableFormat
    let limits: RowLimits
    let renaming: [String: String]
    private var header: [String]?
    /// The file's own names of renamed columns.
    private var originals: [String: String] = [:]
    private var collectors: [ColumnCollector] = []
    /// For each column of the file its collector, or −1.
    private var places: [Int] = []
    private var lines: [Int32] = []
    private var problems: [RowProblem] = []
    private var total = 0

    init(format: TableFormat, limits: RowLimits, renaming: [String: String] = [:]) {
        self.format = format
        self.limits = limits
        self.renaming = renaming
    }

    mutating func read(
        _ bytes: UnsafeBufferPointer<UInt8>, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        switch format {
        case .csv: try delimited(bytes, .csv, request: request)
        case .tsv: try delimited(bytes, .quotedTSV, request: request)
        case .jsonl: try jsonLines(bytes, request: request)
        case .json:
            throw TableProblems([
                RowProblem(
                    line: 1, code: .badHeader, message: "a JSON document is no table; use CSV, TSV or JSON Lines")
            ])
        }
    }

    func table() throws(TableProblems) -> Table {
        guard let header else {
            throw TableProblems([RowProblem(line: 1, code: .badHeader, message: "the file is empty: it has no header")])
        }
        guard total == 0 else { throw TableProblems(problems, total: total) }
        var columns: [String: Table.Values] = [:]
        for collector in collectors { columns[collector.request.name] = collector.column }
        return Table(header: header, lines: lines, columns: columns)
    }

    // MARK: Delimited text

    private mutating func delimited(
        _ bytes: UnsafeBufferPointer<UInt8>, _ layout: CSVFormat, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        var splitter = RecordSplitter(limit: limits.recordBytes, quote: layout.quote, delimiter: layout.delimiter)
        do {
            try splitter.consume(bytes) { try take($0, layout, request: request) }
            try splitter.finish { try take($0, layout, request: request) }
        } catch let problem as RowProblem {
            throw TableProblems([problem])
        }
    }

    private mutating func take(
        _ piece: RecordSplitter.Piece, _ layout: CSVFormat, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        switch piece {
        case .tooLong(let line): add(line, .lineTooLong, "the record is longer than \(limits.recordBytes) bytes")
        case .unbalancedQuotes(let line):
            add(line, .unbalancedQuotes, "a quoted field is not closed where it should be")
        case .record(let bytes, let line):
            let record = CSVReader.trimmed(bytes, line: line)
            if record.isEmpty { return }
            if header != nil { return row(record, line: line, layout: layout) }
            let names = try CSVReader.header(record, line: line, format: layout, limits: limits)
            try plan(Self.told(apart: names), line: line, request: request)
        }
    }

    private mutating func plan(
        _ names: [String], line: Int, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        let names = names.map { renaming[$0] ?? $0 }
        if let twice = Dictionary(grouping: names, by: { $0 }).first(where: { $0.value.count > 1 })?.key {
            throw RowProblem(
                line: line, column: twice, code: .badHeader,
                message: "the file has this column, and another was renamed to it")
        }
        header = names
        originals = Dictionary(renaming.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        places = [Int](repeating: -1, count: names.count)
        for wanted in try request(names) {
            guard let place = names.firstIndex(of: wanted.name) else {
                let there = names.prefix(20).joined(separator: ", ")
                throw RowProblem(
                    line: line, column: wanted.name, code: .badHeader,
                    message: "the file has no such column; it has \(there)\(names.count > 20 ? ", …" : "")")
            }
            guard places[place] < 0 else { continue }
            places[place] = collectors.count
            collectors.append(ColumnCollector(request: wanted))
        }
    }

    /// Repeated names told apart as pandas does it: `x`, `x.1`, `x.2`; the first keeps its name.
    static func told(apart names: [String]) -> [String] {
        var seen: [String: Int] = [:]
        var taken = Set(names)
        return names.map { name in
            var number = seen[name, default: 0]
            seen[name] = number + 1
            guard number > 0 else { return name }
            while taken.contains("\(name).\(number)") { number += 1 }
            taken.insert("\(name).\(number)")
            return "\(name).\(number)"
        }
    }

    private mutating func row(_ record: UnsafeBufferPointer<UInt8>, line: Int, layout: CSVFormat) {
        var fields = FieldIterator(record: record, format: layout)
        var count = 0
        while let field = fields.nextRaw() {
            guard count < places.count else {
                add(line, .tooManyColumns, "more fields than the \(places.count) columns")
                return lines.append(Int32(truncatingIfNeeded: line))
            }
            let place = places[count]
            if place >= 0 {
                let isMissing = field.bytes.isEmpty && !field.isQuoted
                let problem =
                    field.hasDoubledQuotes
                    ? field.single.withUnsafeBufferPointer { collectors[place].take($0, isMissing: false) }
                    : collectors[place].take(field.bytes, isMissing: isMissing)
                if let problem { add(line, problem.0, problem.1, column: collectors[place].request.name) }
            }
            count += 1
        }
        if count < places.count { add(line, .tooFewColumns, "\(count) fields for \(places.count) columns") }
        lines.append(Int32(truncatingIfNeeded: line))
    }

    // MARK: JSON Lines

    private mutating func jsonLines(
        _ bytes: UnsafeBufferPointer<UInt8>, request: ([String]) throws -> [ColumnRequest]
    ) throws {
        var reader = JSONLReader(limits: limits)
        let (rows, bad) = try reader.readAll(bytes)
        for problem in bad { add(problem) }
        guard !rows.isEmpty else { return }
        let names = Set(rows.flatMap(\.values.keys)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        do { try plan(names, line: rows[0].line, request: request) } catch let problem as RowProblem {
            throw TableProblems([problem])
        }
        for row in rows {
            for place in collectors.indices { take(row, place) }
            lines.append(Int32(truncatingIfNeeded: row.line))
        }
    }

    private mutating func take(_ row: RawRow, _ place: Int) {
        let name = collectors[place].request.name
        let text: String?
        let value = row.values[originals[name] ?? name]
        switch value ?? .null {
        case .null: text = nil
        case .string(let string): text = string
        case .number, .bool: text = try? value?.canonicalString
        case .array, .object:
            add(row.line, .wrongType, "expected a single value", column: name)
            text = nil
        }
        var bytes = text ?? ""
        let problem = bytes.withUTF8 { collectors[place].take($0, isMissing: text == nil) }
        if let problem { add(row.line, problem.0, problem.1, column: name) }
    }

    // MARK: Problems

    private mutating func add(_ line: Int, _ code: RowProblem.Code, _ message: String, column: String? = nil) {
        add(RowProblem(line: line, column: column, code: code, message: message))
    }

    private mutating func add(_ problem: RowProblem) {
        total += 1
        if problems.count < TableProblems.kept { problems.append(problem) }
    }
}
