/// One row of a result: values in the order of the query's columns.
public struct Row: Sendable {
    /// The names of the columns, shared by all rows of a result.
    public let columns: [String]
    /// The values, as many as there are columns.
    public let values: [SQLValue]

    /// A row as a driver builds it.
    public init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value in a column.
    /// - Throws: `StoreError.noSuchColumn` when the query has no column of that name.
    public func value(_ column: String) throws -> SQLValue {
        guard let index = columns.firstIndex(of: column) else { throw StoreError.noSuchColumn(column) }
        return values[index]
    }

    /// Text that must be there.
    /// - Throws: `StoreError.unexpectedValue` when it is NULL or of another type.
    public func text(_ column: String) throws -> String {
        guard case .text(let text) = try value(column) else { throw StoreError.unexpectedValue(column, "text") }
        return text
    }

    /// Text, or nil for NULL.
    public func textIfAny(_ column: String) throws -> String? {
        try value(column) == .null ? nil : text(column)
    }

    /// An integer that must be there.
    public func int(_ column: String) throws -> Int {
        guard case .integer(let number) = try value(column) else {
            throw StoreError.unexpectedValue(column, "an integer")
        }
        return Int(number)
    }

    /// An integer, or nil for NULL.
    public func intIfAny(_ column: String) throws -> Int? {
        try value(column) == .null ? nil : int(column)
    }

    /// A number that must be there; an integer is a number too.
    public func double(_ column: String) throws -> Double {
        switch try value(column) {
        case .real(let number): number
        case .integer(let number): Double(number)
        default: throw StoreError.unexpectedValue(column, "a number")
        }
    }

    /// A number, or nil for NULL.
    public func doubleIfAny(_ column: String) throws -> Double? {
        try value(column) == .null ? nil : double(column)
    }

    /// 0 or 1 as a boolean.
    public func bool(_ column: String) throws -> Bool {
        try int(column) != 0
    }

    /// Bytes that must be there.
    public func blob(_ column: String) throws -> [UInt8] {
        guard case .blob(let bytes) = try value(column) else { throw StoreError.unexpectedValue(column, "bytes") }
        return bytes
    }

    /// Bytes, or nil for NULL.
    public func blobIfAny(_ column: String) throws -> [UInt8]? {
        try value(column) == .null ? nil : blob(column)
    }
}
