import TandemTabular

/// Rows in groups: each combination of the values of one or more sensitive columns that occurs.
public struct Grouping: Sendable, Hashable {
    /// The columns' names.
    public let columns: [String]
    /// The values of each group, one a column, groups in the order of their values.
    public let groups: [[String]]
    /// The group of each row.
    public let codes: [Int32]

    /// What a missing value is called.
    public static let missing = "(missing)"

    /// Groups by the combinations that occur in these columns; a missing value is a group of its own.
    ///
    /// - Precondition: the columns have one length.
    public init(_ columns: [(name: String, values: Codes)]) {
        precondition(Set(columns.map(\.values.codes.count)).count <= 1, "columns have one length")
        self.columns = columns.map(\.name)
        let sorted = columns.map(\.values.sorted)
        let rows = sorted.first?.codes.count ?? 0
        var keys = [Int](repeating: 0, count: rows)
        for column in sorted {
            let width = column.names.count + 1
            for row in 0..<rows { keys[row] = keys[row] * width + Int(column.codes[row]) + 1 }
        }
        let present = Set(keys).sorted()
        let places = Dictionary(uniqueKeysWithValues: present.enumerated().map { ($1, Int32($0)) })
        codes = keys.map { places[$0] ?? 0 }
        groups = present.map { key in
            var rest = key
            var names: [String] = []
            for column in sorted.reversed() {
                let width = column.names.count + 1
                let code = rest % width - 1
                names.append(code < 0 ? Self.missing : column.names[code])
                rest /= width
            }
            return names.reversed()
        }
    }

    /// Number of groups.
    public var count: Int { groups.count }

    /// The same groups over some of the rows, in the order given.
    public func rows(at indices: [Int]) -> Grouping {
        Grouping(columns: columns, groups: groups, codes: indices.map { codes[$0] })
    }

    private init(columns: [String], groups: [[String]], codes: [Int32]) {
        self.columns = columns
        self.groups = groups
        self.codes = codes
    }

    /// A group for people: `Female · Asian`.
    public func title(_ group: Int) -> String { groups[group].joined(separator: " · ") }
}
