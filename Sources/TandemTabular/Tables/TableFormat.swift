/// How a table lies in a file.
public enum TableFormat: String, Sendable, Hashable, CaseIterable {
    /// Commas and double quotes, with a header line.
    case csv
    /// Tabs and double quotes, with a header line.
    case tsv
    /// One JSON object a line.
    case jsonl
    /// A JSON document.
    case json

    /// The format that a file's ending tells; nil for one that is not known.
    public init?(path: String) {
        guard let dot = path.lastIndex(of: ".") else { return nil }
        switch path[path.index(after: dot)...].lowercased() {
        case "csv": self = .csv
        case "tsv", "tab": self = .tsv
        case "jsonl", "ndjson": self = .jsonl
        case "json": self = .json
        default: return nil
        }
    }
}
