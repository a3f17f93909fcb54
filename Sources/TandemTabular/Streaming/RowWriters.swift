/// Writes rows as CSV or TSV; what it writes, `CSVReader` reads back.
public struct CSVWriter: Sendable {
    /// Names of the columns, in the order they are written.
    public let columns: [String]
    /// How the file is laid out.
    ///
    /// Without a quote byte, delimiters and newlines inside values become spaces.
    public let format: CSVFormat
    /// Whether texts that a spreadsheet would run as a formula get a leading apostrophe.
    ///
    /// Those are texts with a leading `=`, `+`, `-`, `@`, tab or carriage return. Numbers never get one.
    public let isFormulaSafe: Bool

    /// A writer of the named columns.
    public init(columns: [String], format: CSVFormat = .csv, isFormulaSafe: Bool = true) {
        self.columns = columns
        self.format = format
        self.isFormulaSafe = isFormulaSafe
    }

    /// The header line, with its newline.
    public var header: [UInt8] {
        var bytes: [UInt8] = []
        appendLine(columns.map(JSONValue.string), to: &bytes)
        return bytes
    }

    /// Appends one row with its newline; absent columns are empty, `null` too, and other columns' values are left out.
    ///
    /// Arrays and objects are written as JSON. Throws `JSONError` for numbers that are not finite.
    public func append(_ values: [String: JSONValue], to bytes: inout [UInt8]) throws(JSONError) {
        for case .number(let number) in values.values where !number.isFinite {
            throw JSONError(.numberOutOfRange, detail: "\(number)")
        }
        var texts: [JSONValue] = []
        texts.reserveCapacity(columns.count)
        for column in columns { texts.append(try Self.flat(values[column] ?? .null)) }
        appendLine(texts, to: &bytes)
    }

    private static func flat(_ value: JSONValue) throws(JSONError) -> JSONValue {
        switch value {
        case .array, .object: .string(try value.canonicalString)
        default: value
        }
    }

    private func appendLine(_ values: [JSONValue], to bytes: inout [UInt8]) {
        for (index, value) in values.enumerated() {
            if index > 0 { bytes.append(format.delimiter) }
            if case .string(let text) = value {
                append(text: text, to: &bytes)
            } else if !value.isNull {
                bytes.append(contentsOf: (try? value.canonicalBytes) ?? [])  // finite numbers and booleans always print
            }
        }
        bytes.append(0x0A)
    }

    /// Appends one text as a field, quoted where it must be.
    func append(text: String, to bytes: inout [UInt8]) {
        let utf8 = text.utf8
        let isFormula = utf8.first.map { [0x3D, 0x2B, 0x2D, 0x40, 0x09, 0x0D].contains($0) } ?? false
        let prefix: [UInt8] = isFormulaSafe && isFormula ? [UInt8(ascii: "'")] : []
        guard let quote = format.quote else {
            let breaks: Set<UInt8> = [format.delimiter, 0x0A, 0x0D]
            bytes.append(contentsOf: prefix)
            bytes.append(contentsOf: utf8.lazy.map { breaks.contains($0) ? 0x20 : $0 })
            return
        }
        let needsQuotes =
            utf8.isEmpty || utf8.contains { $0 == quote || $0 == format.delimiter || $0 == 0x0A || $0 == 0x0D }
        if needsQuotes { bytes.append(quote) }
        bytes.append(contentsOf: prefix)
        for byte in utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        if needsQuotes { bytes.append(quote) }
    }
}

/// Writes rows as JSON Lines, each in canonical form.
public struct JSONLWriter: Sendable {
    /// A writer; it has no settings.
    public init() {}

    /// Appends one row with its newline; throws `JSONError` for numbers that are not finite.
    public func append(_ values: [String: JSONValue], to bytes: inout [UInt8]) throws(JSONError) {
        try JSONValue.object(values).print(into: &bytes)
        bytes.append(0x0A)
    }
}
