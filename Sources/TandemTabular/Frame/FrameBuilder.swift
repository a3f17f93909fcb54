/// Collects rows into a frame, one by one.
public struct FrameBuilder: Sendable {
    fileprivate enum Growing: Sendable {
        case numbers([Double])
        case categories(codes: [Int32], names: [String], places: [String: Int32])
        case texts([String?])
    }

    /// The typed columns.
    public let schema: Schema
    /// Number of rows so far.
    public private(set) var rowCount = 0
    private var growing: [Growing]

    /// A builder without rows.
    public init(schema: Schema) {
        self.schema = schema
        growing = schema.columns.map { column in
            switch column.type {
            case .number, .boolean, .time: .numbers([])
            case .category: .categories(codes: [], names: [], places: [:])
            case .text: .texts([])
            }
        }
    }

    /// Appends one row; columns the schema does not know are ignored.
    ///
    /// When it throws, nothing was appended.
    public mutating func append(_ values: [String: JSONValue], line: Int) throws(RowProblem) {
        var cells: [Cell] = []
        cells.reserveCapacity(schema.columns.count)
        for column in schema.columns { cells.append(try column.cell(values[column.name], line: line)) }
        for (place, cell) in cells.enumerated() { growing[place].append(cell) }
        rowCount += 1
    }

    /// The rows so far as a frame.
    public var frame: Frame {
        let columns = growing.map { column -> ColumnData in
            switch column {
            case .numbers(let values): .numbers(values)
            case .categories(let codes, let names, _): .categories(codes: codes, names: names)
            case .texts(let texts): .texts(texts)
            }
        }
        return Frame(schema: schema, rowCount: rowCount, columns: columns)
    }
}

extension FrameBuilder.Growing {
    fileprivate mutating func append(_ cell: Cell) {
        switch self {
        case .numbers(var values):
            self = .texts([])  // so that the array is not copied
            if case .number(let number) = cell { values.append(number) } else { values.append(.nan) }
            self = .numbers(values)
        case .categories(var codes, var names, var places):
            self = .texts([])
            codes.append(Self.code(of: cell, &names, &places))
            self = .categories(codes: codes, names: names, places: places)
        case .texts(var texts):
            self = .numbers([])
            if case .text(let text) = cell { texts.append(text) } else { texts.append(nil) }
            self = .texts(texts)
        }
    }

    private static func code(of cell: Cell, _ names: inout [String], _ places: inout [String: Int32]) -> Int32 {
        guard case .text(let name) = cell else { return -1 }
        if let known = places[name] { return known }
        let code = Int32(names.count)
        names.append(name)
        places[name] = code
        return code
    }
}
