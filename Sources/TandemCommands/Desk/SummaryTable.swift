import TandemTabular

/// A short table for a person at a terminal.
public struct SummaryTable: Sendable, Hashable {
    /// What it tells, in a few words.
    public let title: String
    /// The columns' names.
    public let columns: [String]
    /// The rows, as they are shown.
    public let rows: [[String]]

    /// A table; rows shorter than the columns are filled up.
    public init(_ title: String, columns: [String], rows: [[String]]) {
        self.title = title
        self.columns = columns
        self.rows = rows.map { $0 + [String](repeating: "", count: max(0, columns.count - $0.count)) }
    }

    /// A table of names and values.
    public init(_ title: String, _ pairs: [(String, String)]) {
        self.init(title, columns: ["", ""], rows: pairs.map { [$0.0, $0.1] })
    }

    /// The table in columns of spaces; numbers stand to the right.
    public var text: String {
        let all = (columns.allSatisfy(\.isEmpty) ? [] : [columns]) + rows
        let widths = columns.indices.map { place in all.map { $0[place].count }.max() ?? 0 }
        let isNumeric = columns.indices.map { place in
            rows.allSatisfy { $0[place].isEmpty || $0[place].first.map { "+-−0123456789.".contains($0) } == true }
        }
        let lines = all.map { row in
            let cells = columns.indices.map { place in
                let gap = String(repeating: " ", count: widths[place] - row[place].count)
                return isNumeric[place] ? gap + row[place] : row[place] + gap
            }
            return "  " + cells.joined(separator: "  ").trimmingEnd
        }
        return ([title] + lines).joined(separator: "\n") + "\n"
    }

    /// A number with at most `digits` decimals, as summaries show it; a dash where it is not finite.
    public static func number(_ value: Double?, digits: Int = 4) -> String {
        guard let value, value.isFinite else { return "–" }
        guard abs(value) < 1e15 else { return "\(value)" }
        if value == value.rounded() { return "\(Int(value))" }
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
