/// The values of one column, one for each row.
public enum ColumnData: Sendable, Hashable {
    /// Numbers, truth values (1 and 0) or times (seconds since 1970); NaN where missing.
    case numbers([Double])
    /// Categories as places in `names`, in order of first appearance; −1 where missing.
    case categories(codes: [Int32], names: [String])
    /// Texts; nil where missing.
    case texts([String?])
}

/// A table in columns: what learners, explainers and monitors work on.
public struct Frame: Sendable, Hashable {
    /// The typed columns.
    public let schema: Schema
    /// Number of rows.
    public let rowCount: Int
    /// The values, in the order of the schema's columns.
    public let columns: [ColumnData]

    /// A frame over values that are already in columns.
    ///
    /// - Precondition: there is one column of data for each column of the schema, all `rowCount` long.
    public init(schema: Schema, rowCount: Int, columns: [ColumnData]) {
        precondition(columns.count == schema.columns.count, "one column of data for each of the schema")
        precondition(columns.allSatisfy { $0.count == rowCount }, "all columns have one length")
        self.schema = schema
        self.rowCount = rowCount
        self.columns = columns
    }

    /// A frame from rows; throws the first problem, whose line is the number of the row counted from 1.
    public init(schema: Schema, rows: [[String: JSONValue]]) throws(RowProblem) {
        var builder = FrameBuilder(schema: schema)
        for (index, row) in rows.enumerated() { try builder.append(row, line: index + 1) }
        self = builder.frame
    }

    /// The values of the column named `name`, or nil.
    public subscript(name: String) -> ColumnData? { schema.place(of: name).map { columns[$0] } }

    /// The numbers of the column named `name`, NaN where missing; nil when it is absent or holds no numbers.
    public func numbers(_ name: String) -> [Double]? {
        if case .numbers(let values) = self[name] { values } else { nil }
    }

    /// One value, by row and place of the column.
    public func cell(row: Int, column: Int) -> Cell {
        switch columns[column] {
        case .numbers(let values): values[row].isNaN ? .missing : .number(values[row])
        case .categories(let codes, let names): codes[row] < 0 ? .missing : .text(names[Int(codes[row])])
        case .texts(let texts): texts[row].map(Cell.text) ?? .missing
        }
    }

    /// One row as JSON values by column name; missing values are left out.
    public func row(_ index: Int) -> [String: JSONValue] {
        var values = [String: JSONValue](minimumCapacity: columns.count)
        for (place, column) in schema.columns.enumerated() {
            switch cell(row: index, column: place) {
            case .missing: continue
            case .number(let number):
                values[column.name] = column.type == .boolean ? .bool(number != 0) : .number(number)
            case .text(let text): values[column.name] = .string(text)
            }
        }
        return values
    }

    /// The rows named by `indices`, in that order; an index may repeat.
    public func rows(at indices: [Int]) -> Frame {
        let taken = columns.map { data -> ColumnData in
            switch data {
            case .numbers(let values): .numbers(indices.map { values[$0] })
            case .categories(let codes, let names): .categories(codes: indices.map { codes[$0] }, names: names)
            case .texts(let texts): .texts(indices.map { texts[$0] })
            }
        }
        return Frame(schema: schema, rowCount: indices.count, columns: taken)
    }

    /// The same rows with one column exchanged: what permutation importance and what-if questions ask for.
    public func replacing(_ name: String, with data: ColumnData) -> Frame {
        guard let place = schema.place(of: name) else { return self }
        var changed = columns
        changed[place] = data
        return Frame(schema: schema, rowCount: rowCount, columns: changed)
    }
}

extension ColumnData {
    /// Number of rows.
    public var count: Int {
        switch self {
        case .numbers(let values): values.count
        case .categories(let codes, _): codes.count
        case .texts(let texts): texts.count
        }
    }

    /// Number of rows without a value.
    public var missingCount: Int {
        switch self {
        case .numbers(let values): values.count { $0.isNaN }
        case .categories(let codes, _): codes.count { $0 < 0 }
        case .texts(let texts): texts.count { $0 == nil }
        }
    }
}
