import TandemTabular

/// What a command on files has found, before anything is written.
public struct Report: Sendable {
    /// The members of the JSON document besides the rows.
    public var facts: [String: JSONValue]
    /// The member under which the rows stand in the JSON document.
    public var rowsName: String
    /// The rows: all of the output where `--output` names a table; nil when the result is no table.
    public var rows: OutputTable?
    /// What a person at a terminal reads first.
    public var summary: [SummaryTable]
    /// A Vega-Lite specification with its data inside; nil where a picture would not help.
    public var chart: JSONValue?
    /// Further tables that options asked for, each written by its file's ending.
    public var files: [File]
    /// Sentences for standard error that do not stop the work, such as "fell back to majority".
    public var notes: [String]

    /// A further table.
    public struct File: Sendable {
        /// Where it goes: .csv, .tsv, .jsonl or .json.
        public let path: String
        /// What stands in it.
        public let rows: OutputTable

        /// A table for a file.
        public init(path: String, rows: OutputTable) {
            self.path = path
            self.rows = rows
        }
    }

    /// A report.
    public init(
        facts: [String: JSONValue] = [:], rowsName: String = "rows", rows: OutputTable? = nil,
        summary: [SummaryTable] = [], chart: JSONValue? = nil, files: [File] = [], notes: [String] = []
    ) {
        self.facts = facts
        self.rowsName = rowsName
        self.rows = rows
        self.summary = summary
        self.chart = chart
        self.files = files
        self.notes = notes
    }

    /// The JSON document: one object, a member a line, a row a line; numbers that are not finite become `null`.
    public var document: [UInt8] {
        var bytes: [UInt8] = []
        let keys = facts.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        bytes.append(UInt8(ascii: "{"))
        for (index, key) in keys.enumerated() {
            if index > 0 { bytes.append(contentsOf: ",\n ".utf8) }
            Self.appendKey(key, to: &bytes)
            let value = (facts[key] ?? .null).finite
            bytes.append(contentsOf: (try? value.canonicalBytes) ?? Array("null".utf8))
        }
        if let rows {
            if !keys.isEmpty { bytes.append(contentsOf: ",\n ".utf8) }
            Self.appendKey(rowsName, to: &bytes)
            bytes.append(UInt8(ascii: "["))
            rows.appendObjects(to: &bytes) { row, bytes in bytes.append(contentsOf: (row > 0 ? ",\n  " : "\n  ").utf8) }
            bytes.append(UInt8(ascii: "]"))
        }
        bytes.append(contentsOf: "}\n".utf8)
        return bytes
    }

    private static func appendKey(_ key: String, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: (try? JSONValue.string(key).canonicalBytes) ?? [])
        bytes.append(UInt8(ascii: ":"))
    }
}

extension JSONValue {
    /// The same value with numbers that JSON cannot say replaced by `null`.
    var finite: JSONValue {
        switch self {
        case .number(let number): JSONValue(finiteOrNull: number)
        case .array(let elements): .array(elements.map(\.finite))
        case .object(let members): .object(members.mapValues(\.finite))
        default: self
        }
    }
}
