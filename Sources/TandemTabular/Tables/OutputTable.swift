/// A table that a command has made, in columns, ready to be written as CSV, TSV, JSON Lines or a JSON array.
public struct OutputTable: Sendable, Hashable {
    /// The values of a column, one for each row.
    public enum Values: Sendable, Hashable {
        /// Texts.
        case texts([String])
        /// Names as places in a list; −1 is written as missing.
        case codes([Int32], names: [String])
        /// Numbers; NaN and the infinities are written as missing.
        case numbers([Double])
        /// Whole numbers.
        case integers([Int])
        /// Truth values.
        case flags([Bool])
        /// Any JSON values; arrays and objects become JSON text in CSV.
        case values([JSONValue])

        /// Number of rows.
        public var count: Int {
            switch self {
            case .texts(let values): values.count
            case .codes(let values, _): values.count
            case .numbers(let values): values.count
            case .integers(let values): values.count
            case .flags(let values): values.count
            case .values(let values): values.count
            }
        }
    }

    /// One named column.
    public struct Column: Sendable, Hashable {
        /// The name, unique in the table.
        public let name: String
        /// The values.
        public let values: Values

        /// A column.
        public init(_ name: String, _ values: Values) {
            self.name = name
            self.values = values
        }
    }

    /// The columns, all of one length, in the order they are written.
    public let columns: [Column]

    /// A table over its columns.
    ///
    /// - Precondition: all columns have one length and names differ.
    public init(_ columns: [Column]) {
        precondition(Set(columns.map(\.values.count)).count <= 1, "all columns have one length")
        precondition(Set(columns.map(\.name)).count == columns.count, "column names differ")
        self.columns = columns
    }

    /// Number of rows.
    public var rowCount: Int { columns.first?.values.count ?? 0 }

    /// One value; `null` where missing.
    public func value(row: Int, column: Int) -> JSONValue {
        switch columns[column].values {
        case .texts(let values): .string(values[row])
        case .codes(let values, let names): values[row] < 0 ? .null : .string(names[Int(values[row])])
        case .numbers(let values): JSONValue(finiteOrNull: values[row])
        case .integers(let values): JSONValue(values[row])
        case .flags(let values): .bool(values[row])
        case .values(let values): values[row]
        }
    }
}

extension OutputTable {
    /// The table as CSV or TSV with a header line.
    ///
    /// Texts that a spreadsheet would run as a formula stay as they are: what one command writes the next one reads.
    public func delimited(_ format: CSVFormat) -> [UInt8] {
        let writer = CSVWriter(columns: columns.map(\.name), format: format, isFormulaSafe: false)
        var bytes = writer.header
        let names = columns.map { column -> [[UInt8]] in
            guard case .codes(_, let names) = column.values else { return [] }
            return names.map { name in
                var field: [UInt8] = []
                writer.append(text: name, to: &field)
                return field
            }
        }
        for row in 0..<rowCount {
            for (place, column) in columns.enumerated() {
                if place > 0 { bytes.append(format.delimiter) }
                append(column.values, row, names[place], writer, to: &bytes)
            }
            bytes.append(0x0A)
        }
        return bytes
    }

    private func append(
        _ values: Values, _ row: Int, _ names: [[UInt8]], _ writer: CSVWriter, to bytes: inout [UInt8]
    ) {
        switch values {
        case .texts(let texts): writer.append(text: texts[row], to: &bytes)
        case .codes(let codes, _): if codes[row] >= 0 { bytes.append(contentsOf: names[Int(codes[row])]) }
        case .numbers(let numbers): try? JSONValue.print(numbers[row], into: &bytes)  // NaN is left empty
        case .integers(let integers): bytes.append(contentsOf: integers[row].description.utf8)
        case .flags(let flags): bytes.append(contentsOf: (flags[row] ? "true" : "false").utf8)
        case .values(let values):
            switch values[row] {
            case .null: break
            case .string(let text): writer.append(text: text, to: &bytes)
            case .number(let number): try? JSONValue.print(number, into: &bytes)
            case .bool(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
            case .array, .object: writer.append(text: (try? values[row].canonicalString) ?? "", to: &bytes)
            }
        }
    }

    /// Each row as a JSON object, members in the order of the columns, handed to `separator` before every one.
    public func appendObjects(to bytes: inout [UInt8], separator: (Int, inout [UInt8]) -> Void) {
        let keys = columns.map { column -> [UInt8] in
            var key: [UInt8] = []
            JSONValue.print(column.name, into: &key)
            return key + [UInt8(ascii: ":")]
        }
        for row in 0..<rowCount {
            separator(row, &bytes)
            bytes.append(UInt8(ascii: "{"))
            for place in columns.indices {
                if place > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes.append(contentsOf: keys[place])
                appendJSON(row: row, column: place, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private func appendJSON(row: Int, column: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        do throws(JSONError) {
            switch columns[column].values {
            case .texts(let values): JSONValue.print(values[row], into: &bytes)
            case .codes(let values, let names) where values[row] >= 0:
                JSONValue.print(names[Int(values[row])], into: &bytes)
            case .numbers(let values) where values[row].isFinite: try JSONValue.print(values[row], into: &bytes)
            default: try value(row: row, column: column).print(into: &bytes)
            }
        } catch {
            // A number inside a nested value that JSON cannot say.
            bytes.removeSubrange(start...)
            bytes.append(contentsOf: "null".utf8)
        }
    }

    /// The table as JSON Lines.
    public var jsonLines: [UInt8] {
        var bytes: [UInt8] = []
        appendObjects(to: &bytes) { row, bytes in if row > 0 { bytes.append(0x0A) } }
        if rowCount > 0 { bytes.append(0x0A) }
        return bytes
    }
}
